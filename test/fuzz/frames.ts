/** Generates the frames of both sides, and mutated ones. */
import fc from 'fast-check';
import {name, mutateBytes, mutateLine, text} from './generators.ts';

const sid = fc.constantFrom('a'.repeat(32), 'b'.repeat(32), 'c'.repeat(32));
const count = fc.oneof(
	{weight: 30, arbitrary: fc.integer({min: 1, max: 9})},
	{weight: 1, arbitrary: fc.constantFrom(0, 2 ** 31, 2 ** 40, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER)},
);
const id = fc.constantFrom('host', 'me', 'x', '', '__proto__', 'constructor');

const hello = fc.record({
	type: fc.constant('hello'),
	v: fc.oneof({weight: 30, arbitrary: fc.constant(1)}, {weight: 1, arbitrary: fc.nat(3)}),
	sid,
	room: fc.option(fc.constantFrom('history', 'another'), {nil: undefined}),
	since: fc.oneof(fc.constant(0), count),
	name,
});

const post = text.map(each => ({type: 'post', n: 0, text: each}));

const request = fc.oneof(
	fc.record({type: fc.constant('rename'), name}),
	fc.record({type: fc.constant('typing'), on: fc.boolean()}),
	fc.record({type: fc.constant('older'), before: count, limit: count}),
	fc.record({type: fc.constant('search'), k: count, before: count, find: fc.oneof(text, fc.constant(''))}),
	fc.record({type: fc.constant('place'), k: count, ts: count}),
	fc.record({
		type: fc.constant('ping'),
		k: count,
		rtt: fc.option(fc.double({min: 0, max: 1e13, noNaN: true}), {nil: undefined}),
	}),
	fc.record({type: fc.constantFrom('bye', 'dance', 'toString', '__proto__')}),
);

/** Numbers the posts in their order from 1. */
const numberPosts = (lines: readonly string[]): readonly string[] => {
	let n = 0;
	return lines.map(line => line.replace('"n":0', () => `"n":${++n}`));
};

const clientLines = fc
	.tuple(
		fc.oneof(
			{weight: 9, arbitrary: hello.map(frame => JSON.stringify(frame))},
			{weight: 1, arbitrary: mutateLine(hello)},
		),
		fc.array(
			fc.oneof(
				{weight: 6, arbitrary: post.map(frame => JSON.stringify(frame))},
				{weight: 3, arbitrary: request.map(frame => JSON.stringify(frame))},
				{weight: 1, arbitrary: mutateLine(fc.oneof(post, request, hello))},
			),
			{maxLength: 25},
		),
	)
	.map(([first, rest]) => numberPosts([first, ...rest]));

/** The bytes of a hostile member. */
export const clientBytes = mutateBytes(clientLines);

/** The bytes of nc, telnet and hostile plain-text peers. */
export const plainBytes = mutateBytes(
	fc.array(fc.oneof(text, fc.constantFrom('GET / HTTP/1.1', 'bye', '\r', `${'z'.repeat(20_000)}`)), {maxLength: 12}),
);

/** The start of a TLS handshake, followed by random bytes. */
export const handshakeBytes = mutateBytes(
	fc.uint8Array({maxLength: 400}).map(bytes => [String.fromCodePoint(0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, ...bytes)]),
);

const member = fc.record({
	id,
	name,
	address: text,
	status: fc.constantFrom('here', 'away', 'left'),
	for: fc.option(count, {nil: undefined}),
	rtt: fc.option(fc.double({min: 0, max: 1e12, noNaN: true}), {nil: undefined}),
	removed: fc.option(fc.boolean(), {nil: undefined}),
});

const logged = fc.record({
	seq: count,
	id,
	n: fc.integer({min: 1, max: 9}),
	from: name,
	ts: fc.oneof(fc.constantFrom(0, 1.5, 8.64e15, 1_763_000_000_000), fc.double({min: 0, max: 8.64e15, noNaN: true})),
	text,
});

/** `placeMessages` sets the `seq`. */
const message = logged.map(fields => ({type: 'msg', ...fields, seq: 0}));

const hostFrame = fc.oneof(
	{weight: 6, arbitrary: message},
	{
		weight: 2,
		arbitrary: fc.record({
			type: fc.constant('who'),
			members: fc.array(member, {maxLength: 6}),
			all: fc.boolean(),
			more: fc.boolean(),
		}),
	},
	{weight: 1, arbitrary: fc.record({type: fc.constant('nack'), n: fc.integer({min: 1, max: 4}), code: text, text})},
	{weight: 1, arbitrary: fc.constant({type: 'skip', seq: 0})},
	{
		weight: 1,
		arbitrary: fc.record({type: fc.constant('page'), from: count, messages: fc.array(logged, {maxLength: 5})}),
	},
	{
		weight: 1,
		arbitrary: fc.record({type: fc.constant('found'), k: count, from: count, seqs: fc.array(count), end: fc.boolean()}),
	},
	{
		weight: 1,
		arbitrary: fc.record({type: fc.constant('place'), k: count, seq: count, ts: count}, {requiredKeys: ['type', 'k']}),
	},
	{
		weight: 1,
		arbitrary: fc.record({type: fc.constant('pong'), k: count, at: count}, {requiredKeys: ['type', 'k']}),
	},
	{weight: 1, arbitrary: fc.record({type: fc.constant('paused'), on: fc.boolean()})},
	{
		weight: 1,
		arbitrary: fc.record({
			type: fc.constant('code'),
			code: fc.oneof(text, fc.constantFrom('legal-winner-thank-year-wave', `a${'\u0301\u0316'.repeat(15_000)}`)),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			type: fc.constant('close'),
			code: fc.oneof(text, fc.constantFrom('bye', 'toString', 'full')),
			text,
			retry: fc.boolean(),
		}),
	},
	{weight: 1, arbitrary: fc.record({type: fc.constantFrom('dance', '__proto__', 'bye')})},
);

const welcome = fc.record({
	type: fc.constant('welcome'),
	v: fc.oneof({weight: 30, arbitrary: fc.constant(1)}, {weight: 1, arbitrary: fc.nat(3)}),
	room: fc.constantFrom('history', 'another', ''),
	roomName: fc.option(name, {nil: undefined}),
	you: fc.record({id, name}),
	head: count,
	first: fc.oneof(fc.constant(1), fc.constantFrom(2, 2 ** 40)),
	got: fc.oneof(fc.constant(0), count),
	limits: fc.constant({text: 8192, line: 65_536}),
	heartbeat: fc.record({ping: fc.constantFrom(1, 5000, 2 ** 40), silent: fc.constantFrom(1, 15_000)}),
});

/** Numbers the messages in their order, from `first` of the welcome on. */
const placeMessages = (lines: readonly string[]): readonly string[] => {
	let seq = Number(/"first":(\d+)/.exec(lines[0] ?? '')?.[1] ?? 1);
	return lines.map(line => line.replace('"seq":0', () => `"seq":${seq++}`));
};

const hostLines = fc
	.tuple(
		fc.oneof(
			{weight: 9, arbitrary: welcome.map(frame => JSON.stringify(frame))},
			{weight: 1, arbitrary: mutateLine(welcome)},
		),
		fc.array(
			fc.oneof(
				{weight: 9, arbitrary: hostFrame.map(frame => JSON.stringify(frame))},
				{weight: 1, arbitrary: mutateLine(hostFrame)},
			),
			{maxLength: 20},
		),
	)
	.map(([first, rest]) => placeMessages([first, ...rest]));

/** The bytes of a hostile host. */
export const hostBytes = mutateBytes(hostLines);

/** One line of either side, mutated or not. */
export const anyLine = mutateLine(fc.oneof(hello, post, request, welcome, hostFrame));
