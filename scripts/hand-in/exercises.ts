/** The calls that the log of each exercise of docs/lab.md must contain. */
import type {Call} from './parse-hand-in.ts';

/** One call that must be there, after the one before it in the list. */
export type WantedCall = {
	readonly verb: string;
	/**
	Which socket it is made on: the same letter is the same socket, another letter another one.
	Undefined: any.
	*/
	readonly on?: string;
	/** What else must hold. */
	readonly holds?: (call: Call) => boolean;
	/** For those who miss it: what it is. */
	readonly what: string;
};

export type WantedSequence = readonly WantedCall[];

const hasCode =
	(...codes: readonly string[]) =>
	({code}: Call): boolean =>
		code !== undefined && codes.includes(code);

const says =
	(pattern: RegExp) =>
	({detail}: Call): boolean =>
		pattern.test(detail);

const listenAt = (address: string): WantedCall => ({
	verb: 'listen',
	holds: says(new RegExp(String.raw`${address.replaceAll('.', String.raw`\.`)}:\d`)),
	what: `listen() at ${address}`,
});

const accept = (on: string): WantedCall => ({verb: 'accept', on, what: 'accept() of a connection'});
const connect = (on: string): WantedCall => ({verb: 'connect', on, holds: isConnected, what: 'a connection'});
const recv = (on: string): WantedCall => ({verb: 'recv', on, what: 'recv() of bytes from that peer'});
const send = (on: string): WantedCall => ({verb: 'send', on, what: 'send() to that peer'});
const end = (on: string): WantedCall => ({verb: 'end', on, what: 'the end (FIN) of that peer'});

/** An entry `connect` without a code is one that has come about; before that, it is only tried. */
const isConnected = ({code, detail}: Call): boolean => code === undefined && /⇄|"local":/.test(detail);

const open: WantedSequence = [
	{verb: 'socket', what: 'socket()'},
	{verb: 'bind', what: 'bind()'},
	{verb: 'listen', what: 'listen()'},
];

/** By the number of the exercise: the sequences of which one must be in the log. */
export const exercises: ReadonlyMap<number, readonly WantedSequence[]> = new Map<number, readonly WantedSequence[]>([
	[
		1,
		[
			[...open, accept('a'), recv('a'), send('a'), end('a')],
			[{verb: 'socket', what: 'socket()'}, connect('a'), send('a'), recv('a')],
		],
	],
	[2, [[...open, accept('a'), accept('b'), recv('a'), recv('b')]]],
	[3, [[connect('a'), send('a'), {...send('a'), what: 'a second send() on the same connection'}]]],
	[4, [[{verb: 'connect', holds: hasCode('ECONNREFUSED'), what: 'a connect() that is refused (ECONNREFUSED)'}]]],
	[
		5,
		[
			[
				{verb: 'socket', what: 'socket()'},
				{verb: 'timeout', holds: says(/connect/), what: 'a connect() that nobody answers, given up'},
			],
		],
	],
	[6, [[...open, accept('a'), recv('a'), end('a')]]],
	[7, [[...open, accept('a'), recv('a'), {verb: 'reset', on: 'a', what: 'the reset (RST) of that peer'}]]],
	[
		8,
		[
			[
				accept('a'),
				{verb: 'fault', holds: says(/deaf/), what: 'the fault "deaf" (/break deaf, with --lab)'},
				{verb: 'fault', holds: says(/deaf/), what: 'the end of the fault'},
				{...recv('a'), what: 'recv() of what had waited'},
			],
		],
	],
	[
		9,
		[
			[
				connect('a'),
				{verb: 'fault', holds: says(/mute/), what: 'the fault "mute" (/break mute, with --lab)'},
				{verb: 'timeout', on: 'a', holds: says(/silent|sign of life/), what: 'the timeout of that connection'},
				{verb: 'retry', what: 'a retry'},
				connect('b'),
				{verb: 'resume', on: 'b', what: 'the resume on the next connection'},
				{...send('b'), what: 'send() of the message on the next connection'},
			],
		],
	],
	[
		10,
		[
			[
				accept('a'),
				{verb: 'secure', on: 'a', what: 'the handshake of TLS on that connection'},
				{
					...recv('a'),
					holds: ({bytes = 0, wireBytes = 0}) => wireBytes > bytes,
					what: 'a recv() whose bytes on the wire are more than its frame',
				},
			],
		],
	],
	[
		11,
		[
			[
				listenAt('127.0.0.1'),
				listenAt('127.0.1.1'),
				{...accept('a'), holds: says(/127\.0\.1\.1:/), what: 'accept() of a connection to 127.0.1.1'},
				recv('a'),
			],
		],
	],
	[
		12,
		[
			[
				connect('a'),
				{
					...send('a'),
					holds: ({bytes = 0}) => bytes > 1024,
					what: 'a send() of more than 1,024 bytes',
				},
			],
		],
	],
]);
