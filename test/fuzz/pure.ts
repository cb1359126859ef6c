/** The pure targets, each with its arbitrary. */
import fc from 'fast-check';
import {anyLine, hostBytes, clientBytes, plainBytes} from './frames.ts';
import {cuts, text} from './generators.ts';
import {checkCode, checkDecoders, checkLines, checkPlain, checkTelnet, checkText, type Stream} from './pure-targets.ts';
import {check, type CheckOptions} from './check.ts';

const stream: fc.Arbitrary<Stream> = fc.record({
	bytes: fc.oneof(clientBytes, hostBytes, plainBytes, fc.uint8Array({maxLength: 300})),
	sizes: cuts,
});
const telnet: fc.Arbitrary<Stream> = fc.record({
	bytes: fc
		.array(fc.oneof(fc.constantFrom(0xff, 0xfa, 0xf0, 0xfb, 0xfe), fc.nat(255)), {maxLength: 1500})
		.map(bytes => Uint8Array.from(bytes)),
	sizes: cuts,
});
const words = fc.constantFrom(
	'legal',
	'winner',
	'thank',
	'year',
	'wave',
	'zoo',
	'lega',
	'le',
	'ﬁne',
	'LEGAL',
	'-',
	' ',
	'\u0301',
);
const code = fc.oneof(
	fc.array(words, {maxLength: 8}).map(parts => parts.join('-')),
	fc.tuple(text, fc.integer({min: 1, max: 3000})).map(([each, times]) => each.slice(0, 20).repeat(times)),
	fc.constantFrom(
		'a'.repeat(60_000),
		`a${'\u0301\u0316'.repeat(15_000)}`,
		'\uFDFA'.repeat(20_000),
		'legal '.repeat(10_000),
	),
);

const target =
	<T>(arbitrary: fc.Arbitrary<T>, run: (value: T) => void) =>
	async (options: CheckOptions) =>
		check(arbitrary, run, options);

export const pureTargets: Readonly<Record<string, (options: CheckOptions) => Promise<number>>> = {
	'frame decoders': target(anyLine, checkDecoders),
	'line reader': target(stream, checkLines),
	'plain reader': target(stream, checkPlain),
	'telnet filter': target(telnet, checkTelnet),
	sanitize: target(stream, checkText),
	codes: target(code, checkCode),
};
