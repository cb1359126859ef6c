/** Every kind of attack that a crowd can make: each frame in each variant, and some more. */
import {clientFrameTypes, clientSamples, variants, type Sample, type SampleContext} from './client-samples.ts';
import {controls, fallingMarks, families} from './texts.ts';

/** What one attacker does, again and again, as fast as the host takes it. */
export type Kind = Sample & {
	/** Does not read what the host sends, from its welcome on. */
	readonly isDeaf?: boolean;
	/** Begins with the room's last 500 messages, as a newcomer. Default: at the end of the log. */
	readonly isNewcomer?: boolean;
	/** Ends its lines never. */
	readonly isEndless?: boolean;
	/** Writes bytes one by one, each in a record of its own. */
	readonly isCrumbled?: boolean;
	/** `plain`: without TLS. `guess`: with another room's code. Default: with the code. */
	readonly entry?: 'plain' | 'guess';
};

const member = {isFirst: false} as const;
const post = (text: string): Kind => ({...member, make: k => ({type: 'post', n: k, text})});
const line = (make: (k: number) => string): Kind => ({make, isFirst: true, entry: 'plain'});
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

/** What is costly without being a variant of one frame. */
export const costlyKinds = {
	marks: post(fallingMarks(8192)),
	controls: post(controls(8192)),
	families: post(families(8192)),
	'nested JSON': {...member, make: () => `{"type":"future","a":${nested(30_000)}}`},
	'many fields': {
		...member,
		make: () => `{"type":"future",${Array.from({length: 6000}, (_, index) => `"${index}":0`).join(',')}}`,
	},
	crumbs: {...member, make: k => ({type: 'ping', k}), isCrumbled: true},
	newcomers: {...clientSamples.hello.fresh, isNewcomer: true},
	'deaf newcomers': {
		...member,
		make: k => ({type: 'older', before: k * 100, limit: 500}),
		isDeaf: true,
		isNewcomer: true,
	},
	'deaf whisperers': {...clientSamples.whisper.fresh, isDeaf: true},
	guesses: {make: () => '', entry: 'guess'},
} as const satisfies Readonly<Record<string, Kind>>;

/** What peers without the code do in a room that lets them in. */
export const plainKinds = {
	lines: line(k => `attack ${k}`),
	'marks in lines': line(() => fallingMarks(8000)),
	'no line end': {...line(() => 'x'.repeat(8000)), isEndless: true},
	'empty lines': line(() => ''),
	'crumbs of lines': {...line(() => 'attack'), isCrumbled: true},
	'plain newcomers': {...line(k => `attack ${k}`), isLast: true},
	'deaf lines': {...line(k => `attack ${k}`), isDeaf: true},
} as const satisfies Readonly<Record<string, Kind>>;

const frameKinds = Object.fromEntries(
	clientFrameTypes.flatMap(type => variants.map(variant => [`${type} ${variant}`, clientSamples[type][variant]])),
);

export const kinds: Readonly<Record<string, Kind>> = {...frameKinds, ...costlyKinds, ...plainKinds};

/** What insiders do: all but guessing, and what needs a room for plain peers. */
export const memberKinds: readonly string[] = Object.keys({...frameKinds, ...costlyKinds}).filter(
	name => name !== 'guesses',
);

export const kindOf = (name: string): Kind => {
	const kind = kinds[name];
	if (!kind) {
		throw new RangeError(`No attack is called ${name}.`);
	}

	return kind;
};

/** Returns the bytes of a kind's k-th frame. */
export const encode = (kind: Kind, k: number, context: SampleContext): string => {
	const frame = kind.make(k, context);
	return `${typeof frame === 'string' ? frame : JSON.stringify(frame)}${kind.isEndless ? '' : '\n'}`;
};
