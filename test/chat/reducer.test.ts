import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type {ChatEvent, TimedEvent} from '../../source/chat/events.ts';
import {reduce} from '../../source/chat/reducer.ts';
import {createInitialState} from '../../source/chat/state.ts';

const start = createInitialState({
	role: 'join',
	plain: false,
	room: undefined,
	myName: 'bob',
	address: '127.0.0.1:5000',
});

const timed = (events: readonly ChatEvent[], at = 1000): readonly TimedEvent[] => events.map(event => ({...event, at}));
const fold = (events: readonly ChatEvent[], state = start) => reduce(state, timed(events));
const ping: ChatEvent = {type: 'log', verb: 'ping', remote: 'a'};
const message = (own: boolean): ChatEvent => ({
	type: 'message',
	seq: 1,
	from: 'bob',
	fromId: 'b',
	text: 'hi',
	own,
	ts: 5,
});

test('a sent message is pending until its copy arrives from the log', () => {
	const queued = fold([{type: 'queued', n: 1, text: 'hi'}]);
	assert.deepEqual(queued.pending, [{n: 1, text: 'hi', at: 1000}]);
	const logged = fold([message(true), {type: 'ack', n: 1, seq: 1}], queued);
	assert.deepEqual(logged.pending, []);
	const [item] = logged.history;
	assert.equal(item?.kind === 'message' && item.delivery, 'logged');
});

test('in a plain session a message is sent, and never logged', () => {
	const state = fold([{type: 'queued', n: 1, text: 'hi'}, message(true), {type: 'sent', n: 1}], {
		...start,
		plain: true,
	});
	const [item] = state.history;
	assert.equal(item?.kind === 'message' && item.delivery, 'sent');
	assert.deepEqual(state.pending, []);
});

test('a refused message stays on the screen with its reason, also when it was queued in the same turn', () => {
	const state = fold([
		{type: 'queued', n: 1, text: 'hi'},
		{type: 'refused', n: 1, code: 'too-big', text: 'Too big.'},
	]);
	assert.deepEqual(state.pending, []);
	const [item] = state.history;
	assert.deepEqual(item?.kind === 'message' && [item.text, item.delivery, item.reason], ['hi', 'refused', 'Too big.']);
});

test('the history holds a bounded number of characters, whatever the number of its messages', () => {
	const long = {...message(false), text: 'x'.repeat(60_000)};
	const messages = Array.from({length: 100}, (_, index) => ({...long, seq: index + 1}));
	let state = start;
	for (let batch = 0; batch < 10; batch++) {
		state = fold(
			messages.map(each => ({...each, seq: each.seq + batch * messages.length})),
			state,
		);
	}

	const size = state.history.reduce((sum, item) => sum + (item.kind === 'message' ? item.text.length : 0), 0);
	assert.ok(size > 20_000_000 && size <= 32 * 1_048_576, `${size} characters`);
	const [oldest] = state.history;
	assert.equal(state.oldestSeq, oldest?.kind === 'message' && oldest.seq);
	const newest = state.history.at(-1);
	assert.equal(newest?.kind === 'message' && newest.seq, 1000);
});

test('the connection log is kept where a history is shown, and nowhere else', () => {
	const sends = Array.from({length: 3}, (): ChatEvent => ({type: 'log', verb: 'send'}));
	assert.equal(fold([...sends, ping]).socketLog.calls.length, 4);
	assert.equal(reduce(start, timed([...sends, ping]), 0).socketLog, start.socketLog);
});

test('keys of history items are unique', () => {
	const state = fold(
		[message(false), message(false), {type: 'notice', text: 'x'}, {type: 'reset'}],
		fold([message(false), {type: 'notice', text: 'x'}]),
	);
	const keys = state.history.map(({key}) => key);
	assert.equal(new Set(keys).size, keys.length);
	const logged = fold([{type: 'log', verb: 'send'}], fold([ping, ping])).socketLog.calls.map(({key}) => key);
	assert.equal(new Set(logged).size, logged.length);
});

test('after the link was open once, hasBeenOpen stays true', () => {
	const open = fold([{type: 'status', status: 'open', address: 'x'}]);
	assert.equal(open.hasBeenOpen, true);
	assert.equal(fold([{type: 'status', status: 'connecting', attempt: 2}], open).hasBeenOpen, true);
});

test('a list that no event changes stays the same array', () => {
	const state = fold([message(false), ping, {type: 'queued', n: 1, text: 'x'}]);
	const next = fold([{type: 'status', status: 'connecting', attempt: 1}], state);
	assert.equal(next.history, state.history);
	assert.equal(next.socketLog, state.socketLog);
	assert.equal(next.pending, state.pending);
});

test('folding events in batches results in the same state as folding them one by one', () => {
	const event = fc.oneof(
		fc.constant<ChatEvent>(ping),
		fc.constant<ChatEvent>({type: 'log', verb: 'send'}),
		fc.boolean().map(message),
		fc.nat(4).map((n): ChatEvent => ({type: 'queued', n, text: `t${n}`})),
		fc.nat(4).map((n): ChatEvent => ({type: 'ack', n, seq: n})),
		fc.nat(4).map((n): ChatEvent => ({type: 'refused', n, code: 'x', text: 'x'})),
		fc.constant<ChatEvent>({type: 'peer', event: 'joined', id: 'c', name: 'carl', address: 'x'}),
		fc.constant<ChatEvent>({type: 'me', id: 'b', name: 'bo', room: ''}),
	);
	fc.assert(
		fc.property(
			fc.uniqueArray(event, {
				maxLength: 30,
				selector: each => (each.type === 'queued' ? `queued ${each.n}` : Symbol('any')),
			}),
			fc.nat(30),
			(events, cut) => {
				// A number is queued once and before it is settled, as an outbox does it.
				const order = [
					...events.filter(({type}) => type === 'queued'),
					...events.filter(({type}) => type !== 'queued'),
				];
				const batches = fold(order.slice(cut), fold(order.slice(0, cut)));
				let single = start;
				for (const each of order) {
					single = fold([each], single);
				}

				assert.deepEqual(batches, single);
			},
		),
	);
});

test('older messages come before all others, own ones are marked, and the oldest seq is known', () => {
	const known = fold([
		{type: 'me', id: 'b', name: 'bob', room: 'main'},
		{type: 'message', seq: 700, from: 'alice', fromId: 'a', text: 'new', own: false, ts: 5},
	]);
	assert.equal(known.oldestSeq, 700);
	const older = [698, 699].map(seq => ({seq, id: seq === 698 ? 'b' : 'a', n: seq, from: 'x', ts: 1, text: `t${seq}`}));
	const state = fold([{type: 'older', messages: older, from: 698}], known);
	assert.deepEqual(
		state.history.map(item => (item.kind === 'message' ? [item.text, item.own, item.delivery] : [])),
		[
			['t698', true, 'logged'],
			['t699', false, undefined],
			['new', false, undefined],
		],
	);
	assert.equal(state.oldestSeq, 698);
	assert.equal(fold([{type: 'older', messages: [], from: 1}], state).oldestSeq, 1);
	assert.equal(new Set(state.history.map(({key}) => key)).size, 3);
});

test('L: the line that the room cannot be announced goes when it is again, and no other', () => {
	const failed: ChatEvent = {type: 'announcement', tag: undefined, code: 'ENETUNREACH'};
	const invited = fold([
		{type: 'invite', addresses: ['10.0.0.1:5000'], code: undefined, tag: 'a3f9c1'},
		message(false),
	]);
	const state = fold([failed, {type: 'notice', text: 'x'}], invited);
	assert.equal(state.tag, undefined);
	assert.deepEqual(
		state.history.map(item => (item.kind === 'notice' ? item.text : item.kind)),
		['message', 'The room cannot be announced on the local network (ENETUNREACH). Others need its address.', 'x'],
	);
	const again = fold([{type: 'announcement', tag: 'a3f9c1'}], state);
	assert.equal(again.tag, 'a3f9c1');
	assert.deepEqual(
		again.history.map(({kind}) => kind),
		['message', 'notice'],
	);
	const other = fold([failed, {type: 'announcement', tag: undefined, code: 'EADDRINUSE'}, {type: 'notice', text: 'y'}]);
	assert.match(JSON.stringify(other.history), /^(?!.*ENETUNREACH).*EADDRINUSE/);
	assert.deepEqual(fold([failed, {type: 'announcement', tag: 'a3f9c1'}]).history, []);
});

test('L: a new invitation is the address that the host shows', () => {
	const state = fold(
		[
			{type: 'status', status: 'listening', address: '10.0.0.1:5000'},
			{type: 'invite', addresses: ['10.0.0.2:5000'], code: undefined},
		],
		{...start, role: 'host'},
	);
	assert.equal(state.address, '10.0.0.2:5000');
	assert.deepEqual(state.status, {status: 'listening', address: '10.0.0.2:5000'});
});

test('3: the end is final: its reason stays, also if the room was still opening', () => {
	const closed = {type: 'status', status: 'closed', reason: 'You closed the room.', exitCode: 0} as const;
	const state = fold([closed, {type: 'status', status: 'listening', address: '127.0.0.1:5000'}]);
	assert.equal(state.status.status === 'closed' && state.status.reason, 'You closed the room.');
	assert.equal(state.hasBeenOpen, false);
});

test('3: the names of members who left or were renamed are known', () => {
	const member = (id: string, name: string) => ({id, name, address: '', status: 'here', since: 0}) as const;
	const state = fold([
		{type: 'members', members: [member('a', 'alice'), member('b', 'bob')]},
		{type: 'members', members: [member('a', 'alicia'), member('b', 'bob')]},
		{type: 'members', members: [member('a', 'alicia')]},
	]);
	assert.deepEqual(state.pastNames, ['alice', 'bob']);
});

test('12: a name that is not the one that was asked for, and a new one, is said', () => {
	const initial = createInitialState({role: 'join', plain: false, room: undefined, myName: 'bob', address: 'h:1'});
	const me = (name: string) => ({type: 'me', id: 'b', name, room: 'main', at: 1}) as const;
	const sentences = (...names: readonly string[]) =>
		reduce(
			initial,
			names.map(name => me(name)),
		).history.map(item => (item.kind === 'notice' ? item.text : item.kind));
	assert.deepEqual(sentences('bob', 'bob'), []);
	assert.deepEqual(sentences('bob-2'), ['bob is taken here: you are bob-2.']);
	assert.deepEqual(sentences('bo'), ['You are bo here.']);
	assert.deepEqual(sentences('bob', 'ada', 'ada'), ['You are now ada.']);
	assert.deepEqual(sentences('b\u{1B}[2J\nx'), ['You are b\u{241B}[2J\u{240A}x here.']);
});

test('12: another name that is taken is said so', () => {
	const state = fold([
		{type: 'me', id: 'b', name: 'bob', room: 'main', wanted: 'bob'},
		{type: 'me', id: 'b', name: 'ada-2', room: '', wanted: 'ada'},
	]);
	assert.equal(Object(state.history.at(-1)).text, 'ada is taken here: you are ada-2.');
});

test('24: while the host is gone, the members are those of when it was last heard of', () => {
	const open = {type: 'status', status: 'open', address: 'h:1', at: 100} as const;
	const lost = {type: 'status', status: 'waiting', attempt: 1, retryAt: 0, reason: '', at: 5000} as const;
	const state = fold([open]);
	assert.equal(state.lastSeenAt, undefined);
	assert.equal(reduce(state, [lost]).lastSeenAt, 5000);
	const silent = reduce(state, [{...open, silentSince: 900, at: 3000}, lost]);
	assert.equal(silent.lastSeenAt, 900);
	const connecting = reduce(silent, [{type: 'status', status: 'connecting', attempt: 2, at: 6000}]);
	assert.equal(connecting.lastSeenAt, 900);
	assert.equal(reduce(connecting, [{...open, at: 7000}]).lastSeenAt, undefined);
	assert.equal(fold([lost]).lastSeenAt, undefined, 'it was never there');
});

test('32: a removal is one row', () => {
	const peer = {type: 'peer', event: 'left', id: 'f', name: 'fay', address: 'h:1'} as const;
	const state = fold([{...peer, removedBy: 'ada'}, peer]);
	assert.deepEqual(
		state.history.map(item => (item.kind === 'notice' ? item.text : item.kind)),
		['ada removed fay', 'fay left'],
	);
});
