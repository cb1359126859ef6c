/** Generates what peers write, mutates it, and cuts it anywhere. */
import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {hostileStrings} from '../helpers/hostile.ts';

const nested = (open: string, close: string, middle: string) => open.repeat(16_000) + middle + close.repeat(16_000);

/** JSON that is wrong for every field. Some of it overflows careless parsers. */
const wrongValues: readonly string[] = [
	'null',
	'true',
	'-1',
	'-0',
	'0.5',
	'1e999',
	'-1e999',
	'9007199254740993',
	'1099511627777',
	'1e-300',
	`1${'0'.repeat(5000)}`,
	'""',
	'"x"',
	String.raw`"\ud800"`,
	String.raw`"\udc00\ud800"`,
	String.raw`"\u0000\u001b[2J"`,
	'[]',
	'[null]',
	'{}',
	'{"__proto__":{"type":"bye"}}',
	'{"toString":1,"constructor":null}',
	`"${'x'.repeat(60_000)}"`,
	`"${String.raw`\u001b`.repeat(9000)}"`,
	`"a${'\u0301'.repeat(9000)}"`,
	nested('[', ']', ''),
	nested('{"a":', '}', '0'),
	'[1,2',
	'NaN',
];

/** Bytes that are wrong in every line of frames. */
const wrongBytes: readonly Uint8Array[] = [
	Uint8Array.from([0xff]),
	Uint8Array.from([0xc3, 0x28]),
	Uint8Array.from([0xed, 0xa0, 0x80]),
	Uint8Array.from([0xf4, 0x90, 0x80, 0x80]),
	Uint8Array.from([0xc0, 0xaf]),
	Uint8Array.from([0xf0, 0x9f]),
	Uint8Array.from([0x0a]),
	Uint8Array.from([0x0d, 0x0a]),
	Uint8Array.from([0x00]),
	// Telnet: a command, an option, a subnegotiation without an end.
	Uint8Array.from([0xff, 0xf1, 0xff, 0xfb, 0x18, 0xff, 0xfa, 0x18]),
	Buffer.from('\n'.repeat(2000)),
	Buffer.from('x'.repeat(70_000)),
	Buffer.from(nested('[', ']', '')),
	Buffer.from('a' + '\u0301\u0316'.repeat(4000)),
	Buffer.from('bye\n'),
	Buffer.from('{"type":"bye"}\n'),
];

/** Text of ordinary and of hostile members. */
export const text: fc.Arbitrary<string> = fc.oneof(
	{weight: 4, arbitrary: fc.string({unit: 'grapheme', maxLength: 30})},
	{weight: 2, arbitrary: fc.constantFrom(...hostileStrings.map(each => each.text))},
	{weight: 1, arbitrary: fc.string({unit: 'binary', maxLength: 20})},
	{
		weight: 1,
		arbitrary: fc.constantFrom(
			'',
			'bye',
			'x'.repeat(8192),
			'é'.repeat(5000),
			'\u0001'.repeat(8192),
			'\u{1F469}\u200D'.repeat(900),
		),
	},
);

export const name: fc.Arbitrary<string> = fc.oneof(
	text,
	fc.constantFrom('alice', 'watcher', 'newcomer', '127.0.0.1:5000'),
);

/** A frame as a line without the LF, sometimes with a field left out, wrong, or duplicated. */
export const mutateLine = (frame: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<string> =>
	fc
		.tuple(
			frame,
			fc.nat(),
			fc.constantFrom('keep', 'keep', 'keep', 'keep', 'drop', 'wrong', 'twice'),
			fc.constantFrom(...wrongValues),
		)
		.map(([fields, which, how, wrong]) => {
			const entries = Object.entries(fields).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
			const place = which % entries.length;
			const key = (entries[place] ?? '').split(':', 1)[0] ?? '';
			if (how === 'drop') {
				entries.splice(place, 1);
			} else if (how !== 'keep') {
				entries.splice(place, how === 'wrong' ? 1 : 0, `${key}:${wrong}`);
			}

			return `{${entries.join(',')}}`;
		});

type Mutation =
	| {readonly kind: 'flip'; readonly at: number; readonly bit: number}
	| {readonly kind: 'truncate'; readonly at: number}
	| {readonly kind: 'delete' | 'double'; readonly at: number; readonly length: number}
	| {readonly kind: 'splice'; readonly at: number; readonly from: number; readonly length: number}
	| {readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array};

const at = fc.nat();
const length = fc.oneof(fc.integer({min: 1, max: 8}), fc.integer({min: 1, max: 3000}));

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
	{weight: 3, arbitrary: fc.record({kind: fc.constant('flip'), at, bit: fc.nat(7)})},
	{weight: 1, arbitrary: fc.record({kind: fc.constant('truncate'), at})},
	{weight: 2, arbitrary: fc.record({kind: fc.constantFrom('delete', 'double'), at, length})},
	{weight: 2, arbitrary: fc.record({kind: fc.constant('splice'), at, from: fc.nat(), length})},
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant('insert'),
			at,
			bytes: fc.oneof(fc.constantFrom(...wrongBytes), fc.uint8Array({maxLength: 40})),
		}),
	},
);

const mutate = (bytes: Uint8Array, change: Mutation): Uint8Array => {
	const place = change.at % (bytes.length + 1);
	const before = bytes.subarray(0, place);
	const after = bytes.subarray(place);
	switch (change.kind) {
		case 'flip': {
			const copy = Uint8Array.from(bytes);
			// eslint-disable-next-line no-bitwise
			copy[place] = (copy[place] ?? 0) ^ (1 << change.bit);
			return copy;
		}

		case 'truncate': {
			return before;
		}

		case 'delete': {
			return Buffer.concat([before, after.subarray(change.length)]);
		}

		case 'double': {
			return Buffer.concat([before, after.subarray(0, change.length), after]);
		}

		case 'splice': {
			const start = change.from % (bytes.length + 1);
			return Buffer.concat([before, bytes.subarray(start, start + change.length), after]);
		}

		case 'insert': {
			return Buffer.concat([before, change.bytes, after]);
		}
	}
};

const mutations: fc.Arbitrary<Mutation[]> = fc.oneof(fc.constant<Mutation[]>([]), fc.array(mutation, {maxLength: 4}));

/** Lines as bytes after some mutations. At least half stay whole, because only those get far. */
export const mutateBytes = (lines: fc.Arbitrary<readonly string[]>): fc.Arbitrary<Uint8Array> =>
	fc.tuple(lines, mutations).map(([whole, changes]) => {
		let bytes: Uint8Array = Buffer.from(whole.map(line => `${line}\n`).join(''));
		for (const change of changes) {
			bytes = mutate(bytes, change);
		}

		return bytes;
	});

/** The sizes of the chunks into which a network cuts a stream, repeated in turn. */
export const cuts: fc.Arbitrary<readonly number[]> = fc.array(
	fc.oneof(fc.integer({min: 1, max: 9}), fc.integer({min: 1, max: 3000}), fc.constant(65_536)),
	{minLength: 1, maxLength: 12},
);

/** After this many chunks the rest is cut into large ones, to save time. */
const maximumSmallChunks = 200;

/** Returns the bytes in chunks of these sizes, and then in chunks as large as a socket reads. */
export const cutBytes = (bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] => {
	const chunks: Uint8Array[] = [];
	for (let start = 0; start < bytes.length;) {
		const size = chunks.length < maximumSmallChunks ? (sizes[chunks.length % sizes.length] ?? 1) : 65_536;
		chunks.push(bytes.subarray(start, start + size));
		start += size;
	}

	return chunks;
};
