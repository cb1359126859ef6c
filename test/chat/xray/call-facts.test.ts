import assert from 'node:assert/strict';
import test from 'node:test';
import {assignSegments} from '../../../source/chat/xray/assign-segments.ts';
import {estimateStates} from '../../../source/chat/xray/estimate-state.ts';
import {keepFrames, keepPlain} from '../../../source/chat/xray/mask-secrets.ts';
import {findMessages} from '../../../source/chat/xray/message-marks.ts';
import type {KeptBytes} from '../../../source/chat/xray/types.ts';
import {createReading, createTransfer} from './xray-fixture.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** Returns what is shown of the bytes: a masked one as `*`. */
const show = ({head, masked}: KeptBytes): string =>
	Array.from(head, (byte, place) =>
		masked.some(({start, end}) => place >= start && place < end) ? '*' : String.fromCodePoint(byte),
	).join('');

const client = {isContinuation: false, hidesPrivate: false};
const host = {isContinuation: false, hidesPrivate: true};

test('the secrets of a member and of a room are masked, for a host and for a client', () => {
	const hello = '{"type":"hello","v":1,"sid":"0123456789","since":0,"name":"bob"}\n';
	assert.equal(show(keepFrames(encode(hello), client)), hello.replace('0123456789', '**********'));
	const code = '{"type":"code","code":"a-b-c"}\n';
	assert.equal(show(keepFrames(encode(code), host)), code.replace('a-b-c', '*****'));
	const close = '{"type":"close","code":"bye","text":"x","retry":false}\n';
	assert.equal(show(keepFrames(encode(close), host)), close);
});

test('a host masks private messages, and what may be a part of one; a client shows its own', () => {
	const open = '{"type":"msg","seq":4,"id":"a","n":1,"text":"hi all"}\n';
	const whisper = '{"type":"whisper","n":2,"to":{"id":"b","name":"bob"},"text":"psst \\"x\\""}\n';
	assert.equal(
		show(keepFrames(encode(open + whisper), host)),
		open + whisper.replace(String.raw`psst \"x\"`, '*'.repeat(String.raw`psst \"x\"`.length)),
	);
	assert.equal(show(keepFrames(encode(whisper), client)), whisper);
	// The end of the frame, where `to` may stand, has not come yet.
	assert.equal(show(keepFrames(encode('{"type":"msg","seq":4,"text":"ps'), host)), '{"type":"msg","seq":4,"text":"**');
	assert.equal(
		show(keepFrames(encode('rest"}\n{"type":"bye"}\n'), {...client, isContinuation: true})),
		'*******{"type":"bye"}\n',
	);
	assert.equal(show(keepPlain(encode('hi'), {isPrivate: true})), '**');
});

test('only the first 256 bytes of a call are kept, with the frames that begin in them', () => {
	const frame = `{"type":"post","n":1,"text":"${'x'.repeat(300)}"}\n`;
	const kept = keepFrames(encode(`${frame}{"type":"bye"}\n`), client);
	assert.equal(kept.head.length, 256);
	assert.deepEqual(kept.frames, [{type: 'post', n: 1}]);
});

test('segments are told for the calls between two readings, and not before all bytes are read', () => {
	const calls = [
		createTransfer('recv', 'three', {key: 1, through: 5}),
		createTransfer('send', 'x', {key: 2, through: 1}),
		createTransfer('recv', 'four', {key: 3, through: 9}),
	];
	const before = {dataSegmentsIn: 0, received: 0};
	const read = (dataSegmentsIn: number, received: number, waiting: number) =>
		createReading({dataSegmentsIn}, {received, waiting});
	assert.deepEqual(
		assignSegments(calls, {before, reading: read(3, 9, 0)}),
		new Map<number, unknown>([
			[1, 'below'],
			[3, {count: 3, calls: 2}],
		]),
	);
	assert.deepEqual(
		assignSegments(calls, {before: {dataSegmentsIn: 2, received: 5}, reading: read(3, 9, 0)}),
		new Map([[3, {count: 1, calls: 1}]]),
	);
	assert.equal(assignSegments(calls, {before, reading: read(4, 12, 3)}), 'early');
	assert.equal(assignSegments(calls, {before, reading: read(4, 12, 0)}), 'early');
	assert.deepEqual(assignSegments([], {before, reading: read(0, 0, 0)}), new Map());
});

test('segments are unknown where a call between two readings was not recorded', () => {
	const calls = [createTransfer('recv', 'four', {key: 3, through: 9})];
	const reading = createReading({dataSegmentsIn: 3}, {received: 9, waiting: 0});
	const unknown = new Map([[3, 'unknown']]);
	assert.deepEqual(assignSegments(calls, {before: {dataSegmentsIn: 0, received: 0}, reading}), unknown);
	assert.deepEqual(assignSegments(calls, {before: undefined, reading}), unknown);
});

test('by the own calls alone, a state is a set of those that are possible', () => {
	assert.deepEqual(estimateStates({}), ['ESTABLISHED']);
	assert.deepEqual(estimateStates({ownFinAt: 1}), ['FIN-WAIT-1', 'FIN-WAIT-2']);
	assert.deepEqual(estimateStates({peerFinAt: 1}), ['CLOSE-WAIT']);
	assert.deepEqual(estimateStates({peerFinAt: 1, ownFinAt: 2}), ['LAST-ACK', 'CLOSED']);
	assert.deepEqual(estimateStates({peerFinAt: 2, ownFinAt: 1}), ['CLOSING', 'TIME-WAIT', 'CLOSED']);
	assert.deepEqual(estimateStates({resetAt: 1}), ['CLOSED']);
});

test('a post gets its place in the log from the copy that comes back to its author', () => {
	const kept = (frames: NonNullable<KeptBytes['frames']>): KeptBytes => ({head: new Uint8Array(), masked: [], frames});
	const calls = [
		createTransfer('send', '', {key: 1, kept: kept([{type: 'post', n: 7}])}),
		createTransfer('recv', '', {
			key: 2,
			kept: kept([
				{type: 'msg', n: 7, seq: 11, id: 'other'},
				{type: 'msg', n: 7, seq: 12, id: 'me'},
			]),
		}),
		createTransfer('send', '', {key: 3, kept: kept([{type: 'post', n: 8}])}),
	];
	assert.deepEqual(
		[1, 2, 3].map(key => [key, findMessages(calls, 'me').get(key)]),
		[
			[1, {first: 12, last: 12}],
			[2, {first: 11, last: 12}],
			[3, 'waiting'],
		],
	);
});
