import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {decodeHostFrame, decodeClientFrame} from '../../source/wire/decode-frame.ts';
import {encodeFrame, type Frame} from '../../source/wire/frames.ts';

const sid = '0123456789abcdef0123456789abcdef';
const message = {seq: 1, id: 'a', n: 1, from: 'alice', ts: 5, text: 'hi'};

const joinFrames: readonly Frame[] = [
	{type: 'hello', v: 1, sid, room: 'r', since: 0, name: 'bob'},
	{type: 'post', n: 1, text: 'hi\n'},
	{type: 'whisper', n: 2, to: {id: '0123456789abcdef', name: 'carol'}, text: 'hi'},
	{type: 'post', n: 1, text: 'hi', part: [1, 2, '']},
	{type: 'whisper', n: 2, to: {id: '0123456789abcdef', name: 'carol'}, text: 'hi', part: [2, 2, '\n']},
	{type: 'rename', name: 'bo'},
	{type: 'typing', on: true},
	{type: 'older', before: 5, limit: 10},
	{type: 'older', before: 5, limit: 10, find: 'needle'},
	{type: 'search', k: 1, before: 5, find: 'needle'},
	{type: 'place', k: 2, ts: 60_000},
	{type: 'ping', k: 0, rtt: 3},
	{type: 'pong', k: 1, at: 60_000},
	{type: 'bye'},
];

const hostFrames: readonly Frame[] = [
	{
		type: 'welcome',
		v: 1,
		room: 'r',
		host: 'h',
		roomName: 'main',
		you: {id: 'b', name: 'bob'},
		head: 3,
		first: 1,
		got: 0,
		limits: {text: 8192, line: 65_536},
		heartbeat: {ping: 5000, silent: 15_000},
		plain: true,
		search: true,
	},
	{type: 'msg', ...message},
	{type: 'msg', ...message, to: {id: '0123456789abcdef', name: 'carol'}},
	{type: 'msg', ...message, part: [2, 3, '\n']},
	{type: 'nack', n: 1, code: 'too-big', text: 'no'},
	{type: 'skip', seq: 2},
	{type: 'page', from: 1, messages: [message]},
	{type: 'found', k: 1, from: 3, seqs: [5, 4], end: true},
	{type: 'found', k: 1, from: 3, seqs: []},
	{type: 'place', k: 2, seq: 3, ts: 60_000},
	{
		type: 'who',
		members: [
			{
				id: 'a',
				name: 'alice',
				address: '1.2.3.4:5',
				status: 'left',
				for: 0,
				rtt: 1,
				typing: true,
				ended: true,
				removed: true,
			},
		],
		all: true,
		more: true,
	},
	{type: 'pong', k: 0},
	{type: 'pong', k: 1, at: 60_000},
	{type: 'paused', on: true},
	{type: 'close', code: 'bye', text: 'The end.', retry: false},
];

const withoutLf = (frame: Frame): string => encodeFrame(frame).slice(0, -1);

test('decoding an encoded frame returns the same frame', () => {
	for (const frame of joinFrames) {
		assert.deepEqual(decodeClientFrame(withoutLf(frame)), frame);
	}

	for (const frame of hostFrames) {
		assert.deepEqual(decodeHostFrame(withoutLf(frame)), frame);
	}
});

test('a message with an invalid recipient is a bad frame, never a message to everyone', () => {
	for (const to of [null, 'carol', {}, {id: 'short', name: 'carol'}, {id: '0123456789abcdef'}, [], 1]) {
		assert.deepEqual(decodeHostFrame(JSON.stringify({type: 'msg', ...message, to})), {type: 'bad'});
		assert.deepEqual(decodeClientFrame(JSON.stringify({type: 'whisper', n: 1, text: 'hi', to})), {type: 'bad'});
	}
});

test('a part has a number, a count that is not below it, and a line feed or nothing', () => {
	for (const part of [null, [2, 1, ''], [0, 1, ''], [1, 2], [1, 2, ' '], [1, 2, '', ''], {}]) {
		assert.deepEqual(decodeHostFrame(JSON.stringify({type: 'msg', ...message, part})), {type: 'bad'});
		assert.deepEqual(decodeClientFrame(JSON.stringify({type: 'post', n: 1, text: 'hi', part})), {type: 'bad'});
	}
});

test('a frame is one line for any text', () => {
	assert.equal(
		encodeFrame({type: 'post', n: 1, text: 'a\nb\r\u{2028}'}).indexOf('\n'),
		encodeFrame({type: 'post', n: 1, text: 'a\nb\r\u{2028}'}).length - 1,
	);
});

test('unknown fields are dropped, and an unknown type is distinguished from a bad line', () => {
	assert.deepEqual(decodeClientFrame('{"type":"bye","more":1}'), {type: 'bye'});
	assert.deepEqual(decodeClientFrame('{"type":"dance"}'), {type: 'unknown'});
	assert.deepEqual(decodeHostFrame('{"type":"dance"}'), {type: 'unknown'});
});

test('a frame with a missing field or a field of another type is bad', () => {
	for (const [frames, decode] of [
		[joinFrames, decodeClientFrame],
		[hostFrames, decodeHostFrame],
	] as const) {
		for (const frame of frames) {
			for (const [key, value] of Object.entries(frame)) {
				const wrong = key === 'type' ? 7 : typeof value === 'object' ? 'x' : {};
				assert.deepEqual(decode(JSON.stringify({...frame, [key]: wrong})), {type: 'bad'}, `${frame.type}.${key}`);
			}
		}
	}
});

test('a number outside the range of its field makes a frame bad', () => {
	for (const n of ['-1', '0', '1.5', '1e999', '9007199254740993', 'null', '"1"']) {
		assert.deepEqual(decodeClientFrame(`{"type":"post","n":${n},"text":"x"}`), {type: 'bad'}, n);
	}
});

test('the time in a pong is a whole number that is not negative, or the frame is bad', () => {
	for (const at of ['-1', '0.5', '1e999', '1e300', '9007199254740993', 'null', '"1"', '[]']) {
		for (const decode of [decodeClientFrame, decodeHostFrame]) {
			assert.deepEqual(decode(`{"type":"pong","k":1,"at":${at}}`), {type: 'bad'}, at);
		}
	}
});

test('an id, a name, an address, a code or a text that no room has makes a frame of a host bad', () => {
	const long = 'x'.repeat(1025);
	const member = {id: 'a', name: 'a', address: 'a', status: 'here'};
	const message = {seq: 1, id: 'a', n: 1, from: 'a', ts: 1, text: 'x'.repeat(8192)};
	assert.equal(decodeHostFrame(JSON.stringify({type: 'msg', ...message})).type, 'msg');
	for (const frame of [
		...['id', 'name', 'address'].map(field => ({type: 'who', members: [{...member, [field]: long}]})),
		...['id', 'from'].map(field => ({type: 'msg', ...message, [field]: long})),
		{type: 'msg', ...message, text: 'x'.repeat(8193)},
		{type: 'msg', ...message, to: {id: '0123456789abcdef', name: long}},
		{type: 'room', room: 'a', host: long},
		{type: 'code', code: long},
		{type: 'close', code: long, text: 'a', retry: true},
	]) {
		assert.equal(decodeHostFrame(JSON.stringify(frame)).type, 'bad', Object.keys(frame).join(' '));
	}
});

test('a sid is 32 hex digits', () => {
	for (const wrong of ['', sid.slice(1), `${sid}0`, sid.toUpperCase()]) {
		assert.deepEqual(
			decodeClientFrame(JSON.stringify({type: 'hello', v: 1, sid: wrong, since: 0, name: 'x'})),
			{type: 'bad'},
			wrong,
		);
	}
});

test('a hello of another version is recognised regardless of its other fields', () => {
	const frame = decodeClientFrame('{"type":"hello","v":2,"who":"me"}');
	assert.equal(frame.type === 'hello' && frame.v, 2);
});

test('no hostile line makes the decoder throw, and a line that is not a JSON object is bad', () => {
	const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
	for (const line of [
		'',
		'null',
		'[]',
		'"x"',
		'7',
		'x',
		'{',
		'{"type":"post"',
		deep,
		`{"type":"post","n":1,"text":${deep}}`,
		'{"__proto__":{"type":"bye"}}',
		'{"type":"__proto__"}',
	]) {
		for (const decode of [decodeClientFrame, decodeHostFrame]) {
			assert.match(decode(line).type, /^(bad|unknown)$/, line.slice(0, 40));
		}
	}

	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.json()), line => {
			decodeClientFrame(line);
			decodeHostFrame(line);
		}),
	);
});
