import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {PassThrough} from 'node:stream';
import test from 'node:test';
import type {Chat} from '../../../source/chat/chat.ts';
import {runLine} from '../../../source/chat/commands/run-line.ts';
import {createInitialState, type ChatState} from '../../../source/chat/state.ts';
import {maximumInputText} from '../../../source/line-mode/input/read-all.ts';
import {InputSender, type InputSenderOptions} from '../../../source/line-mode/input/send-input.ts';
import type {Member} from '../../../source/room/member.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {everyCondition} from '../../helpers/conditions.ts';

const member = (name: string, status: Member['status'] = 'here') =>
	({id: `id of ${name}`, name, address: '', status, since: 0}) as const;

type Given = Partial<InputSenderOptions> & {readonly role?: ChatState['role']; readonly members?: readonly Member[]};

/** A chat that notes what is sent, and an input that a test writes to. */
const open = ({role = 'join', members = [member('alice'), member('bob')], ...options}: Given = {}) => {
	const sent: string[] = [];
	const errors: string[] = [];
	const listeners = new Set<() => void>();
	let state: ChatState = {
		...createInitialState({role, plain: false, room: 'main', myName: 'alice', address: ''}),
		myId: 'id of alice',
	};
	const set = (more: Partial<ChatState>) => {
		state = {...state, ...more};
		for (const listener of listeners) {
			listener();
		}
	};

	const send: Chat['send'] = (text, to) => {
		sent.push(to ? `to ${to.id}: ${text}` : text);
	};

	const leave = () => {
		sent.push('(left)');
	};

	const ignore = () => undefined;
	const chat: Pick<Chat, 'getState' | 'subscribe' | 'send' | 'submit' | 'leave' | 'endInput'> = {
		getState: () => state,
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		send,
		submit: (line, extra, requestLeave = leave) =>
			runLine(
				line,
				{
					conditions: everyCondition,
					members: state.members,
					myId: state.myId,
					send(text, to) {
						send(text, to);
						return {ok: true};
					},
					rename: () => ({ok: true}),
					leave: requestLeave,
					retry: ignore,
					who: ignore,
					notify: ignore,
				},
				extra,
			),
		leave,
		endInput() {
			sent.push('(end)');
		},
	};
	const input = new PassThrough();
	const clock = new FakeClock();
	const sender = new InputSender(chat, {
		input,
		errors: {
			report(line) {
				errors.push(line.trimEnd());
			},
		},
		stay: false,
		endsAtBye: true,
		kind: 'lines',
		clock,
		waitForReplay: async () => undefined,
		...options,
	});
	const done = sender.run();
	return {
		sent,
		errors,
		clock,
		input,
		sender,
		set,
		/** What a client is told when its connection opens. */
		connect(now: readonly Member[] = members) {
			set({status: {status: 'open', address: ''}, members: now});
		},
		/** Ends the input with this, and resolves when it is dealt with. */
		async end(text: string | Uint8Array) {
			input.end(text);
			await done;
		},
	};
};

test('--to sends each line to the one member of this name, who stays the same one', async () => {
	const chat = open({to: 'BOB'});
	chat.input.write('one\n');
	await endOfTurn();
	assert.deepEqual(chat.sent, []);
	chat.connect();
	await endOfTurn();
	chat.set({members: [member('alice'), {...member('bob'), name: 'robert'}, {...member('mallory'), name: 'bob'}]});
	await chat.end('/me waves\nbye\n');
	assert.deepEqual(chat.sent, ['to id of bob: one', 'to id of bob: /me waves', '(left)']);
	assert.deepEqual(chat.errors, []);
});

test('--to waits ten seconds for a member who is not here, then sends nothing to anybody, and names it', async () => {
	const chat = open({to: 'bob', members: [member('alice')]});
	chat.connect();
	await endOfTurn();
	assert.deepEqual(chat.errors, ['Nobody here is called bob yet. What is to be sent waits.']);
	chat.clock.pass(9999);
	await endOfTurn();
	assert.deepEqual(chat.sent, []);
	chat.clock.pass(1);
	await chat.end('secret\nmore\n');
	assert.deepEqual(chat.sent, ['(left)']);
	assert.deepEqual(chat.sender.unsent.first, ['secret', 'more']);
	assert.ok(chat.sender.hasFailed);
	assert.equal(chat.errors.at(-1), 'bob has not come within 10 seconds.');
});

test('--to sends once the member comes: a client that stays and a host wait without a limit', async () => {
	for (const given of [{stay: true}, {role: 'host'}] as const) {
		const chat = open({to: 'bob', members: [member('alice')], ...given});
		chat.connect();
		await endOfTurn();
		chat.clock.pass(1_000_000);
		chat.connect([member('alice'), member('bob')]);
		await chat.end('late\n');
		assert.deepEqual(chat.sent.slice(0, 1), ['to id of bob: late']);
		assert.ok(!chat.sender.hasFailed);
	}
});

test('--to reaches a member who is away, and says so; never oneself', async () => {
	const away = open({to: 'bob', members: [member('alice'), member('bob', 'away')]});
	away.connect();
	await away.end('hi\n');
	assert.deepEqual(away.sent, ['to id of bob: hi', '(end)']);
	assert.deepEqual(away.errors, ['bob is away. What is sent waits in the room.']);

	const own = open({to: 'alice'});
	own.connect();
	await own.end('hi\n');
	assert.deepEqual(own.sent, ['(left)']);
	assert.deepEqual(own.errors, ['alice is you.']);
	assert.ok(own.sender.hasFailed);
});

test('what waits for a member is named when the chat ends before', async () => {
	const chat = open({to: 'bob', members: [member('alice')]});
	chat.connect();
	await endOfTurn();
	chat.set({status: {status: 'closed', reason: '', exitCode: 0}});
	await chat.end('secret\n');
	assert.deepEqual(chat.sender.unsent.first, ['secret']);
	assert.ok(!chat.sent.some(text => text.includes('secret')));
});

test('--paste sends all of the input as it is: tabs, CR, blank lines, slashes, bye, its mark and its last line end', async () => {
	for (const text of ['\u{FEFF}/me\tone\r\n\n\nbye\n', 'bye\n', '/msg bob x', 'x\n'.repeat(100_000)]) {
		const chat = open({kind: 'text'});
		await chat.end(text);
		assert.deepEqual(chat.sent, [text, '(end)']);
		assert.equal(chat.sender.unsent.count, 0);
	}

	const empty = open({kind: 'text'});
	await empty.end('');
	assert.equal(empty.sender.unsent.count, 0);
});

test('--paste names the lines that are not UTF-8, and sends others as they are', async () => {
	const invalid = open({kind: 'text'});
	await invalid.end(Buffer.concat([Buffer.from('a\n'), Buffer.from([0xff, 0x0a]), Buffer.from('b\n\u{FFFD}')]));
	assert.deepEqual(invalid.sent[0], 'a\n\u{FFFD}\nb\n\u{FFFD}');
	const {invalidCount, firstInvalid} = invalid.sender.unsent;
	assert.deepEqual([invalidCount, firstInvalid], [1, 2]);

	const decomposed = open({kind: 'text'});
	await decomposed.end('e\u{301}');
	assert.deepEqual(decomposed.sent, ['e\u{301}', '(end)']);
	assert.deepEqual(decomposed.errors, []);
});

test('--paste sends nothing of an input that is too long, or that the chat did not wait for, and names it', async () => {
	const long = open({kind: 'text'});
	await long.end(Buffer.alloc(maximumInputText + 1, 'x'));
	assert.deepEqual(long.sent, ['(end)']);
	assert.deepEqual(long.errors, ['Standard input is longer than 4 MiB. Nothing of it was sent.']);
	assert.ok(long.sender.hasFailed);

	const late = open({kind: 'text'});
	late.input.write('the first half, ');
	await endOfTurn();
	late.set({status: {status: 'closed', reason: '', exitCode: 0}});
	assert.deepEqual(late.sender.unsent.first, ['the text of standard input']);
	await late.end('and the second');
	assert.equal(late.sender.unsent.count, 1);
	assert.deepEqual(late.sent, ['(end)']);
});

test('--commands runs lines that begin with a slash, //text sends /text, and what fails is said with its line', async () => {
	const chat = open({kind: 'commands'});
	chat.input.write('/msg bob secret\n');
	await endOfTurn();
	assert.deepEqual(chat.sent, [], 'the members are not known yet');
	chat.connect();
	await chat.end('hello\n//msg bob\n/nonsense\n/msg zoe x\n/usr/bin is a path\n/quit\nafter\n');
	assert.deepEqual(chat.sent, ['to id of bob: secret', 'hello', '/msg bob', '/usr/bin is a path', '(left)']);
	assert.deepEqual(chat.errors, [
		'Line 4: There is no command /nonsense. Try /help; //nonsense sends it as text.',
		'Line 5: Nobody here is called zoe. Use /who to list the members.',
	]);
	assert.ok(chat.sender.hasFailed);
	assert.deepEqual(chat.sender.unsent.first, ['after']);
});

test('with --no-bye, bye is a message among commands, too', async () => {
	const chat = open({kind: 'commands', endsAtBye: false});
	chat.connect();
	await chat.end('bye\n/say bye\n');
	assert.deepEqual(chat.sent, ['bye', 'bye', '(end)']);
	assert.ok(!chat.sender.hasFailed);
});

test('a private message that went to everybody, as lines are text, is pointed out once', async () => {
	const chat = open();
	await chat.end('one\n/msg bob secret\n/msg bob more\n');
	assert.deepEqual(chat.sent, ['one', '/msg bob secret', '/msg bob more', '(end)']);
	assert.deepEqual(chat.errors, ['Line 2 is a message for everybody: /msg is a command only with --commands.']);
});

test('/break is a command with --lab only; without it, the line is a message', async () => {
	const plain = open();
	plain.connect();
	await plain.end('/break cut\n');
	assert.deepEqual(plain.sent, ['/break cut', '(end)']);

	const lab = open();
	lab.connect();
	lab.set({lab: {}});
	await lab.end('/break cut\n/breakfast\n');
	assert.deepEqual(lab.sent, ['/breakfast', '(end)']);
	assert.match(lab.errors.join(' '), /Line 1: .*--lab/, 'this chat has nothing to break');
});
