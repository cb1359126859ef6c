import assert from 'node:assert/strict';
import test from 'node:test';
import type {Actions} from '../../../source/chat/commands/types.ts';
import {runLine} from '../../../source/chat/commands/run-line.ts';
import {createInitialState, type ChatState, type HistoryItem} from '../../../source/chat/state.ts';
import {createLinearCommands} from '../../../source/line-mode/linear/linear-commands.ts';
import type {LoggedMessage} from '../../../source/room/log.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {everyCondition} from '../../helpers/conditions.ts';

const message = (seq: number): LoggedMessage => ({
	seq,
	id: 'b',
	n: seq,
	from: 'bob',
	ts: seq,
	text: seq % 10 === 0 ? `needle ${seq}` : `line ${seq}`,
});

const toItem = ({id, ts, ...more}: LoggedMessage): HistoryItem => ({
	...more,
	kind: 'message',
	key: String(more.seq),
	at: ts,
	fromId: id,
	own: false,
});

const numbers = (from: number, to: number) => Array.from({length: to - from + 1}, (_, index) => from + index);

/** A client in a room of `head` messages that has loaded those from `oldest` on. */
const open = (
	head: number,
	oldest: number,
	{isConnected = true, ...more}: Partial<ChatState> & {isConnected?: boolean} = {},
) => {
	const printed: string[] = [];
	let passed = 0;
	const state: ChatState = {
		...createInitialState({role: 'join', plain: false, room: 'main', myName: 'al', address: 'box:5000'}),
		myId: 'a',
		oldestSeq: oldest,
		history: numbers(oldest, head).map(seq => toItem(message(seq))),
		...more,
	};
	const commands = createLinearCommands({
		chat: {
			getState: () => state,
			findSince: async ts => (isConnected ? (ts <= 0 ? {seq: 12, ts: 0} : 'none') : undefined),
			async readOlder(before, find) {
				if (!isConnected) {
					return undefined;
				}

				const page = find === undefined ? numbers(Math.max(1, before - 7), before - 1) : numbers(1, before - 1);
				const found = page.map(seq => message(seq)).filter(({text}) => find === undefined || text.includes(find));
				const messages = find === undefined ? found : found.slice(-1);
				return {from: find === undefined ? (page[0] ?? 1) : (messages[0]?.seq ?? 1), messages};
			},
		},
		print(text) {
			printed.push(text);
		},
		printOld(messages) {
			printed.push(messages.map(({text}) => text).join(' | '));
		},
		setBell(bell) {
			printed.push(`bell = ${bell}`);
		},
		copy(text, what) {
			printed.push(text);
			return {ok: true, text: `Copied: ${what}.`};
		},
		save(file, onProgress) {
			// It takes 6 seconds, and is told 7 times how far it has got.
			for (let fetched = 0; fetched < 7; fetched++) {
				onProgress(fetched, 7);
				passed += 1000;
			}

			return {ok: true, done: Promise.resolve({text: `Saved 7 messages to ${file}.`, isComplete: true})};
		},
		elapsed: () => passed,
	});
	const ignore = () => undefined;
	const actions: Actions = {
		conditions: everyCondition,
		send: () => ({ok: true}),
		members: [],
		myId: 'a',
		rename: () => ({ok: true}),
		invitation: {read: () => ({addresses: ['box:5000'], code: 'a-b'}), show: ignore},
		leave: ignore,
		retry: ignore,
		who: ignore,
		notify(text) {
			printed.push(text);
		},
	};
	return async (line: string) => {
		const result = runLine(line, actions, commands);
		for (let turn = 0; turn < 20; turn++) {
			await endOfTurn();
		}

		return result.ok ? printed.splice(0) : [result.text];
	};
};

test('/history prints what is loaded, and reads the rest from the log', async () => {
	const type = open(30, 26);
	assert.deepEqual(await type('/history 2'), ['The last 2 messages:', 'line 29 | needle 30']);
	const rows = numbers(10, 30).map(seq => message(seq).text);
	assert.deepEqual(await type('/history 21'), ['The last 21 messages:', rows.join(' | ')]);
	assert.deepEqual((await type('/history all'))[0], 'The last 30 messages:');
	assert.deepEqual((await type('/history'))[0], 'The last 10 messages:');
	assert.deepEqual(await type('/history x'), ['Usage: /history, /history 50 or /history all']);
	assert.deepEqual(await open(0, 1)('/history'), ['Nothing was said yet.', '']);
});

test('without a connection /history and /find say that there may be more', async () => {
	const type = open(30, 26, {isConnected: false});
	const sentence = 'There may be more: the older ones can be read while you are connected.';
	assert.equal((await type('/history 6')).at(-1), sentence);
	assert.equal((await type('/find needle')).at(-1), sentence);
});

test('/find prints the messages that contain the text, from the whole log', async () => {
	const type = open(30, 26);
	assert.deepEqual(await type('/find Needle'), ['1 message with “Needle”:', 'needle 30']);
	assert.deepEqual(await type('/find needle'), ['3 messages with “needle”:', 'needle 10 | needle 20 | needle 30']);
	assert.deepEqual((await type('/find line'))[0], 'The last 10 messages with “line”:');
	assert.deepEqual(await type('/find nothing'), ['No message has “nothing”.', '']);
	assert.deepEqual(await type('/find'), ['Usage: /find text']);
});

test('/invite copy copies the invitation and says so; a QR code needs the screen', async () => {
	const type = open(3, 1);
	assert.deepEqual(await type('/invite copy'), [
		'socket-chat join box:5000\ncode: a-b',
		'Copied: socket-chat join box:5000, and the code.',
	]);
	assert.deepEqual(await type('/invite qr'), ['A QR code needs the full screen; it is not available here.']);
	assert.deepEqual(await type('/invite x'), ['Usage: /invite, /invite copy or /invite qr']);
});

test('/jump prints messages from a place on, or says that there are none', async () => {
	const type = open(30, 26);
	assert.deepEqual(await type('/jump 12'), [
		'10 messages from number 12 on:',
		'line 12 | line 13 | line 14 | line 15 | line 16 | line 17 | line 18 | line 19 | needle 20 | line 21',
	]);
	assert.deepEqual(await type('/jump 31'), ['There is no message 31: the last one is 30.']);
	assert.match((await type('/jump yesterday'))[0] ?? '', /^Nothing was said on .*, or since then\.$/);
	const alone = open(30, 26, {isConnected: false});
	assert.deepEqual(await alone('/jump 12'), [
		'Message 12 can be read while you are connected. Only the messages from 26 on are here.',
	]);
	assert.deepEqual(await alone('/jump 29'), ['2 messages from number 29 on:', 'line 29 | needle 30']);
	assert.match((await type('/jump tomorrow'))[0] ?? '', /^Usage: \/jump 2026-11-25/);
});

test('/status says where one is, who is here and what waits; /save, /bell and /log do something', async () => {
	const member = {id: 'a', name: 'al', address: '', status: 'here', since: 0} as const;
	const type = open(1, 1, {
		status: {status: 'open', address: ''},
		members: [member, {...member, id: 'b'}, {...member, id: 'c', status: 'away'}],
		pending: [{n: 1, text: 'x', at: 0}],
	});
	assert.deepEqual(await type('/status'), [
		'You are connected. You are al in main at box:5000. 1 other is here, 1 away. 1 of your messages waits for delivery.',
	]);
	assert.deepEqual(await type('/save x.txt'), ['Saving… 5 of 7', 'Saved 7 messages to x.txt.']);
	assert.deepEqual(await type('/bell all'), [
		'bell = all',
		'The bell rings at every message when you have not typed for a minute.',
	]);
	assert.deepEqual(await type('/bell loud'), ['Usage: /bell off, /bell mention or /bell all']);
	assert.deepEqual(await type('/log'), ['The connection log is empty.']);
	assert.deepEqual(await type('/mouse on'), ['/mouse needs the full screen; it is not available here.']);
});

test('/copy copies the newest text as it was said, /copy 2 the one before, and the parts of one together', async () => {
	const part = (seq: number, text: string, index: number) =>
		toItem({...message(seq), text, part: [index, 2, index === 1 ? '' : '\n']});
	const history = [toItem(message(1)), part(2, '\tfirst', 1), part(3, 'second ', 2), toItem(message(4))];
	const type = open(4, 1, {history});
	assert.deepEqual(await type('/copy'), ['line 4', "Copied: bob's message."]);
	assert.deepEqual(await type('/copy 2'), ['\tfirst\nsecond ', "Copied: bob's message, 2 lines, 2 of 2 parts."]);
	assert.deepEqual(await type('/copy 3'), ['line 1', "Copied: bob's message."]);
	assert.deepEqual(await type('/copy 4'), ['There are only 3 messages.']);
	assert.deepEqual(await open(1, 1)('/copy 2'), ['There is only 1 message.']);
	assert.deepEqual(await open(0, 1)('/copy'), ['There is no message to copy yet.']);
	assert.deepEqual(await open(4, 2)('/copy 4'), [
		'No message is loaded there. /copy 1 copies the newest, /copy 2 the one before.',
	]);
	assert.deepEqual(await type('/copy x'), ['Usage: /copy, or /copy 1 for the newest message']);
});
