import assert from 'node:assert/strict';
import test from 'node:test';
import type {ChatEvent} from '../../source/chat/events.ts';
import {createInitialState} from '../../source/chat/state.ts';
import {Replay} from '../../source/line-mode/replay.ts';

const message = (seq: number, isReplayed?: true): ChatEvent => ({
	type: 'message',
	seq,
	from: 'ann',
	fromId: 'a',
	text: String(seq),
	own: false,
	ts: 1,
	...(isReplayed && {isReplayed}),
});

/** A replay of a room whose log has the messages from 1 on; `first`: the first that is sent. */
const openReplay = (wanted: number, first: number) => {
	const requests: number[] = [];
	let oldestSeq = first;
	const replay = new Replay(
		{
			getState: () => ({
				...createInitialState({role: 'join', plain: false, room: 'main', myName: 'bob', address: 'x'}),
				oldestSeq,
			}),
			loadOlder() {
				requests.push(oldestSeq);
			},
		},
		wanted,
	);
	const take = (event: ChatEvent) => replay.take({...event, at: 1}).map(({seq}) => seq);
	return {
		requests,
		replay,
		take,
		takePage(from: number) {
			const messages = Array.from({length: oldestSeq - from}, (_, index) => ({
				seq: from + index,
				id: 'a',
				n: 1,
				from: 'ann',
				ts: 1,
				text: '',
			}));
			oldestSeq = from;
			return take({type: 'older', messages, from});
		},
	};
};

test('without history old messages are left out, and later ones shown at once', () => {
	const {take, requests} = openReplay(0, 3);
	assert.deepEqual(take(message(3, true)), []);
	assert.deepEqual(take(message(5)), [5]);
	assert.deepEqual(take({type: 'replayed'}), []);
	assert.deepEqual(take(message(6)), [6]);
	assert.deepEqual(requests, []);
});

test('the newest old messages are shown once all have come, before the later ones', () => {
	const {take, requests} = openReplay(2, 3);
	assert.deepEqual(
		[message(3, true), message(4, true), message(5, true), message(6)].flatMap(event => take(event)),
		[],
	);
	assert.deepEqual(take({type: 'replayed'}), [4, 5, 6]);
	assert.deepEqual(take(message(7)), [7]);
	assert.deepEqual(requests, []);
});

test('older messages are loaded until there are enough, also over a lost connection', async () => {
	const {take, takePage, requests, replay} = openReplay(6, 9);
	const end = replay.waitForEnd();
	assert.deepEqual(take(message(9, true)), []);
	assert.deepEqual(take({type: 'replayed'}), []);
	assert.deepEqual(take(message(10)), []);
	assert.deepEqual(take({type: 'status', status: 'connecting', attempt: 1}), []);
	assert.deepEqual(take({type: 'status', status: 'open', address: 'x'}), []);
	assert.deepEqual(takePage(6), []);
	assert.deepEqual(takePage(3), [4, 5, 6, 7, 8, 9, 10]);
	assert.deepEqual(requests, [9, 9, 6]);
	await end;
});

test('all messages are as many as there are, and an end of the chat shows what was loaded', () => {
	const all = openReplay(Infinity, 3);
	all.take(message(3, true));
	all.take({type: 'replayed'});
	assert.deepEqual(all.takePage(1), [1, 2, 3]);
	const cut = openReplay(Infinity, 3);
	cut.take(message(3, true));
	cut.take({type: 'replayed'});
	cut.take(message(4));
	assert.deepEqual(
		cut.replay.end().map(({seq}) => seq),
		[3, 4],
	);
});

test('a host shows the page that it reads by itself', () => {
	const {takePage, requests} = openReplay(2, 5);
	assert.deepEqual(takePage(1), [3, 4]);
	assert.deepEqual(requests, []);
});
