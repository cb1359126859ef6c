import assert from 'node:assert/strict';
import test from 'node:test';
import type {ChatEvent} from '../../source/chat/events.ts';
import {reduce} from '../../source/chat/reducer.ts';
import {createInitialState} from '../../source/chat/state.ts';
import {formatEndRows} from '../../source/line-mode/end-rows.ts';

const at = new Date(2026, 10, 23, 16, 31, 7, 42).getTime();
const start = createInitialState({role: 'host', plain: true, room: 'main', myName: 'ann', address: '127.0.0.1:5000'});
const printAfter = (...batches: ReadonlyArray<readonly ChatEvent[]>) => {
	let state = start;
	for (const events of batches) {
		state = reduce(
			state,
			events.map(event => ({...event, at})),
		);
	}

	return formatEndRows(state);
};

const peer = {connection: 2, local: '127.0.0.1:5000', remote: '127.0.0.1:42408'};
const leaving: ChatEvent = {type: 'leaving'};
const close: ChatEvent = {type: 'log', verb: 'close', ...peer};

test('what the sockets did after the user left is printed, oldest first, and nothing from before', () => {
	const printed = printAfter(
		[{type: 'log', verb: 'end', ...peer}],
		// Entries of the same turn, before and after.
		[close, leaving, {type: 'log', verb: 'bye', ...peer, by: 'local', reason: 'bye'}],
		[{type: 'log', verb: 'send', ...peer, bytes: 2}, leaving, {type: 'log', verb: 'shutdown', ...peer}],
		[close, {type: 'log', verb: 'close', connection: 1, local: '127.0.0.1:5000'}],
	);
	const lines = printed.split('\n');
	assert.deepEqual(
		lines.map(line => line.split(' ').slice(0, 3).join(' ')),
		['16:31:07.042 #2 bye', '16:31:07.042 #2 shutdown', '16:31:07.042 #2 close', '16:31:07.042 #1 close', ''],
	);
	assert.match(lines[2] ?? '', /127\.0\.0\.1:42408/);
});

test('nothing is printed where nobody has left, or where no socket did anything after that', () => {
	assert.equal(printAfter([close]), '');
	assert.equal(printAfter([close, leaving]), '');
	assert.equal(printAfter([leaving, {type: 'log', verb: 'send', ...peer, bytes: 2}]), '');
});

test('of many rows ten are printed and the others counted, without control characters', () => {
	const bye: ChatEvent = {type: 'log', verb: 'bye', ...peer, by: 'remote', reason: 'bye', note: '\u{1B}[2J\nhi'};
	const lines = printAfter([leaving, ...Array.from({length: 12}, () => bye)]).split('\n');
	assert.equal(lines.length, 12);
	assert.equal(lines[10], 'and 2 more');
	assert.doesNotMatch(lines.join(''), /\p{Cc}/u);
});
