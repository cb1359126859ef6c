/**
What a hostile client sends of each type of frame, in each variant. A type that is missing here does
not compile, so a new frame takes part in every attack once it is defined.
*/
import {Buffer} from 'node:buffer';
import {maximumFrameBytes, type ClientFrame} from '../../source/wire/frames.ts';
import {controls, fallingMarks} from './texts.ts';

/**
`fresh`: valid, and each one new. `duplicate`: the same again and again. `refused`: against a rule.
`unknown`: of a type that no version has, with the same fields. `huge`: as long as a line may be, of
the costliest content.
*/
export const variants = ['fresh', 'duplicate', 'refused', 'unknown', 'huge'] as const;
export type Variant = (typeof variants)[number];

/** The fields of a frame, right or wrong. */
export type Fields = Readonly<Record<string, unknown>>;

/** What an attacker knows when it makes a frame. */
export type SampleContext = {
	/** The public id of a member that is there. */
	readonly target: string;
	/** A secret that no other connection uses. */
	readonly sid: string;
};

export type Sample = {
	/** Returns the k-th frame of a connection, from 1, as an object or as a line without its LF. */
	readonly make: (k: number, context: SampleContext) => Fields | string;
	/** Sent instead of a hello. Default: by a member. */
	readonly isFirst?: boolean;
	/** One frame for each connection, which ends after the answer. Default: as many as it takes. */
	readonly isLast?: boolean;
};

/** A secret that all attackers share. */
const sharedSid = 'ab'.repeat(16);

/** Returns this frame with a further field that fills its line. */
export const fillLine = (frame: Fields): string => {
	const start = JSON.stringify({...frame, filler: ''}).slice(0, -2);
	return `${start}${'x'.repeat(maximumFrameBytes - Buffer.byteLength(start) - 2)}"}`;
};

const tooLong = 'é'.repeat(4097);
/** Its name fills a line; each mark is 2 bytes. */
const longName = fallingMarks(65_000);
const post = {type: 'post', n: 1, text: 'attack'};
const hello = {type: 'hello', v: 1, since: 0, name: 'mallory'};
const older = {type: 'older', before: 1001, limit: 500};
const search = {type: 'search', k: 1, before: 2 ** 40, find: 'needle'};

export const clientSamples: Readonly<Record<ClientFrame['type'], Readonly<Record<Variant, Sample>>>> = {
	hello: {
		fresh: {make: (_k, {sid}) => ({...hello, sid}), isFirst: true, isLast: true},
		duplicate: {make: () => ({...hello, sid: sharedSid}), isFirst: true, isLast: true},
		refused: {make: (_k, {sid}) => ({...hello, sid, v: 2}), isFirst: true, isLast: true},
		unknown: {make: (_k, {sid}) => ({...hello, sid, type: 'hello2'}), isFirst: true},
		huge: {make: (_k, {sid}) => ({...hello, sid, name: longName}), isFirst: true, isLast: true},
	},
	room: {
		fresh: {make: () => ({type: 'room'}), isFirst: true},
		duplicate: {make: () => ({type: 'room'}), isFirst: true, isLast: true},
		refused: {make: () => ({type: 'room'})},
		unknown: {make: () => ({type: 'room2'}), isFirst: true},
		huge: {make: () => fillLine({type: 'room'}), isFirst: true},
	},
	post: {
		fresh: {make: k => ({...post, n: k, text: `attack ${k}`})},
		duplicate: {make: () => post},
		refused: {make: k => ({...post, n: k, text: tooLong})},
		unknown: {make: k => ({...post, n: k, type: 'post2'})},
		huge: {make: k => fillLine({...post, n: k, text: fallingMarks(8192)})},
	},
	whisper: {
		fresh: {make: (k, {target: id}) => ({...post, type: 'whisper', n: k, to: {id, name: 'target'}})},
		duplicate: {make: (_k, {target: id}) => ({...post, type: 'whisper', to: {id, name: 'target'}})},
		refused: {make: k => ({...post, type: 'whisper', n: k, to: {id: '0'.repeat(16), name: 'nobody'}})},
		unknown: {make: (k, {target: id}) => ({...post, type: 'whisper2', n: k, to: {id, name: 'target'}})},
		huge: {
			make: (k, {target: id}) =>
				fillLine({type: 'whisper', n: k, to: {id, name: fallingMarks(1000)}, text: fallingMarks(8192)}),
		},
	},
	rename: {
		fresh: {make: k => ({type: 'rename', name: `mallory-${k}`})},
		duplicate: {make: () => ({type: 'rename', name: 'mallory'})},
		refused: {make: () => ({type: 'rename', name: ''})},
		unknown: {make: k => ({type: 'rename2', name: `mallory-${k}`})},
		huge: {make: () => ({type: 'rename', name: longName})},
	},
	typing: {
		fresh: {make: k => ({type: 'typing', on: k % 2 === 0})},
		duplicate: {make: () => ({type: 'typing', on: true})},
		refused: {make: () => ({type: 'typing', on: 'yes'})},
		unknown: {make: () => ({type: 'typing2', on: true})},
		huge: {make: k => fillLine({type: 'typing', on: k % 2 === 0})},
	},
	older: {
		fresh: {make: k => ({...older, before: (k % 1000) + 1})},
		duplicate: {make: () => older},
		refused: {make: () => ({...older, before: -1})},
		unknown: {make: () => ({...older, type: 'older2'})},
		huge: {make: () => fillLine({type: 'older', before: 2 ** 40, limit: 2 ** 40})},
	},
	search: {
		// In no message, so that each search goes through the whole log.
		fresh: {make: k => ({...search, k, find: `${controls(120)} ${k}`})},
		duplicate: {make: () => ({...search, find: 'e'})},
		refused: {make: k => ({...search, k, find: 'x'.repeat(257)})},
		unknown: {make: k => ({...search, k, type: 'search2'})},
		huge: {make: k => fillLine({...search, k, find: fallingMarks(500)})},
	},
	place: {
		fresh: {make: k => ({type: 'place', k, ts: k * 1000})},
		duplicate: {make: () => ({type: 'place', k: 1, ts: 0})},
		refused: {make: k => ({type: 'place', k, ts: -1})},
		unknown: {make: k => ({type: 'place2', k, ts: 0})},
		huge: {make: k => fillLine({type: 'place', k, ts: 8.64e15})},
	},
	ping: {
		fresh: {make: k => ({type: 'ping', k, rtt: (k % 2) * 1000})},
		duplicate: {make: () => ({type: 'ping', k: 1})},
		refused: {make: () => ({type: 'ping', k: -1})},
		unknown: {make: k => ({type: 'ping2', k})},
		huge: {make: k => fillLine({type: 'ping', k, rtt: (k % 2) * 1000})},
	},
	pong: {
		fresh: {make: k => ({type: 'pong', k, at: (k % 3) * 2 ** 39})},
		duplicate: {make: () => ({type: 'pong', k: 1})},
		refused: {make: k => ({type: 'pong', k, at: -1})},
		unknown: {make: k => ({type: 'pong2', k})},
		huge: {make: k => fillLine({type: 'pong', k, at: 2 ** 40})},
	},
	bye: {
		fresh: {make: () => ({type: 'bye'}), isLast: true},
		duplicate: {make: () => ({type: 'bye'})},
		refused: {make: () => ({type: 'bye'}), isFirst: true},
		unknown: {make: () => ({type: 'bye2'})},
		huge: {make: () => fillLine({type: 'bye'})},
	},
};

export type ClientFrameType = keyof typeof clientSamples;
export const clientFrameTypes = Object.keys(clientSamples) as readonly ClientFrameType[];
