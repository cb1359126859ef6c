/**
What a hostile host sends of each type of frame, in each variant. A type that is missing here does
not compile, so a new frame takes part in every attack once it is defined.
*/
import type {HostFrame} from '../../source/wire/frames.ts';
import {fillLine, type Fields, type Variant} from './client-samples.ts';
import {fallingMarks} from './texts.ts';

export type HostContext = {
	/** The place in the log where the client stands. */
	readonly since: number;
	/** The client's own id. */
	readonly you: string;
};

export type HostSample = {
	/** Returns the k-th frame of a connection, from 1, as an object or as a line without its LF. */
	readonly make: (k: number, context: HostContext) => Fields | string;
	/** Sent instead of a welcome, once; then the connection ends. */
	readonly isFirst?: boolean;
};

const you = {id: 'me', name: 'bob'};
export const welcomeFor = ({since}: HostContext): Fields => ({
	type: 'welcome',
	v: 1,
	room: 'r',
	host: 'h',
	roomName: 'main',
	you,
	head: since,
	first: since + 1,
	got: 0,
	limits: {text: 8192, line: 65_536},
	heartbeat: {ping: 5000, silent: 15_000},
});

/** Codes that are valid, and differ from one to the next. */
const codes = ['legal-winner-thank-year-wave', 'letter-advice-cage-absurd-amount'];
const marks = fallingMarks(32_000);
const long = fallingMarks(60_000);
const member = (k: number, fields: Fields = {}) => ({
	id: `id ${k}`,
	name: `mallory-${k}`,
	address: '192.0.2.1:5000',
	status: 'here',
	...fields,
});
const message = (seq: number, fields: Fields = {}) => ({
	seq,
	id: 'them',
	n: seq,
	from: 'mallory',
	ts: Date.UTC(2026, 0),
	text: `attack ${seq}`,
	...fields,
});
const manyMembers = (k: number) => Array.from({length: 600}, (_, index) => member(k * 600 + index));
const manyMessages = (k: number) => Array.from({length: 500}, (_, index) => message(k * 500 + index));

export const hostSamples: Readonly<Record<HostFrame['type'], Readonly<Record<Variant, HostSample>>>> = {
	welcome: {
		fresh: {make: (k, context) => ({...welcomeFor(context), room: `room ${k}`}), isFirst: true},
		duplicate: {make: (_k, context) => welcomeFor(context)},
		refused: {make: (_k, context) => ({...welcomeFor(context), v: 2}), isFirst: true},
		unknown: {make: (_k, context) => ({...welcomeFor(context), type: 'welcome2'})},
		huge: {
			make: (_k, context) => ({...welcomeFor(context), you: {id: 'me', name: marks}, roomName: marks.slice(0, 14_000)}),
			isFirst: true,
		},
	},
	room: {
		fresh: {make: k => ({type: 'room', room: `r ${k}`, host: `h ${k}`})},
		duplicate: {make: () => ({type: 'room', room: 'r', host: 'h'})},
		refused: {make: () => ({type: 'room', room: 1})},
		unknown: {make: () => ({type: 'room2', room: 'r', host: 'h'})},
		huge: {make: () => fillLine({type: 'room', room: 'r', host: marks})},
	},
	msg: {
		fresh: {make: (_k, {since}) => ({type: 'msg', ...message(since + 1)})},
		duplicate: {make: () => ({type: 'msg', ...message(1)})},
		refused: {make: (_k, {since}) => ({type: 'msg', ...message(since + 1, {text: 1})})},
		unknown: {make: (_k, {since}) => ({type: 'msg2', ...message(since + 1)})},
		huge: {make: (_k, {since}) => fillLine({type: 'msg', ...message(since + 1, {text: fallingMarks(8192)})})},
	},
	nack: {
		fresh: {make: k => ({type: 'nack', n: k, code: 'too-big', text: `No ${k}.`})},
		duplicate: {make: () => ({type: 'nack', n: 1, code: 'too-big', text: 'No.'})},
		refused: {make: () => ({type: 'nack', n: -1, code: 'too-big', text: 'No.'})},
		unknown: {make: k => ({type: 'nack2', n: k, code: 'too-big', text: 'No.'})},
		huge: {make: k => ({type: 'nack', n: k, code: 'too-big', text: long})},
	},
	skip: {
		fresh: {make: (_k, {since}) => ({type: 'skip', seq: since + 1})},
		duplicate: {make: () => ({type: 'skip', seq: 1})},
		refused: {make: (_k, {since}) => ({type: 'skip', seq: since + 5})},
		unknown: {make: k => ({type: 'skip2', seq: k})},
		huge: {make: (_k, {since}) => fillLine({type: 'skip', seq: since + 1})},
	},
	page: {
		fresh: {make: k => ({type: 'page', from: k, messages: [message(k)]})},
		duplicate: {make: () => ({type: 'page', from: 1, messages: []})},
		refused: {make: () => ({type: 'page', from: 1, messages: [1]})},
		unknown: {make: k => ({type: 'page2', from: k, messages: [message(k)]})},
		huge: {make: k => ({type: 'page', from: k, messages: manyMessages(k)})},
	},
	found: {
		fresh: {make: k => ({type: 'found', k, from: 1, seqs: [k], end: true})},
		duplicate: {make: () => ({type: 'found', k: 1, from: 1, seqs: [1]})},
		refused: {make: k => ({type: 'found', k, from: 1, seqs: ['1']})},
		unknown: {make: k => ({type: 'found2', k, from: 1, seqs: []})},
		huge: {
			make: k => ({type: 'found', k: k % 3, from: 1, seqs: Array.from({length: 10_000}, (_, index) => index + 1)}),
		},
	},
	place: {
		fresh: {make: k => ({type: 'place', k, seq: k, ts: k})},
		duplicate: {make: () => ({type: 'place', k: 1})},
		refused: {make: k => ({type: 'place', k, seq: -1, ts: 1})},
		unknown: {make: k => ({type: 'place2', k})},
		huge: {make: k => fillLine({type: 'place', k, seq: 2 ** 40, ts: 8.64e15})},
	},
	who: {
		fresh: {make: k => ({type: 'who', members: [member(k % 4000)]})},
		duplicate: {make: () => ({type: 'who', all: true, members: [member(1)]})},
		refused: {make: () => ({type: 'who', members: [{}]})},
		unknown: {make: k => ({type: 'who2', members: [member(k)]})},
		huge: {make: k => ({type: 'who', all: true, members: manyMembers(k % 2)})},
	},
	pong: {
		fresh: {make: k => ({type: 'pong', k, at: (k % 3) * 2 ** 39})},
		duplicate: {make: () => ({type: 'pong', k: 1})},
		refused: {make: k => ({type: 'pong', k, at: -1})},
		unknown: {make: k => ({type: 'pong2', k})},
		huge: {make: k => fillLine({type: 'pong', k, at: 2 ** 40})},
	},
	ping: {
		fresh: {make: k => ({type: 'ping', k})},
		duplicate: {make: () => ({type: 'ping', k: 1})},
		refused: {make: () => ({type: 'ping', k: -1})},
		unknown: {make: k => ({type: 'ping2', k})},
		huge: {make: k => fillLine({type: 'ping', k})},
	},
	paused: {
		fresh: {make: k => ({type: 'paused', on: k % 2 === 1})},
		duplicate: {make: () => ({type: 'paused', on: true})},
		refused: {make: () => ({type: 'paused', on: 'yes'})},
		unknown: {make: () => ({type: 'paused2', on: true})},
		huge: {make: k => fillLine({type: 'paused', on: k % 2 === 1})},
	},
	code: {
		fresh: {make: k => ({type: 'code', code: codes[k % 2] ?? ''})},
		duplicate: {make: () => ({type: 'code', code: codes[0] ?? ''})},
		refused: {make: k => ({type: 'code', code: `no code ${k}`})},
		unknown: {make: () => ({type: 'code2', code: codes[0] ?? ''})},
		huge: {make: () => ({type: 'code', code: long})},
	},
	close: {
		fresh: {make: () => ({type: 'close', code: 'disk', text: 'Later.', retry: true}), isFirst: true},
		duplicate: {make: () => ({type: 'close', code: 'disk', text: 'Later.', retry: true})},
		refused: {make: () => ({type: 'close', code: 1})},
		unknown: {make: () => ({type: 'close2', code: 'disk', text: 'Later.', retry: true})},
		huge: {make: () => ({type: 'close', code: 'later', text: long, retry: true}), isFirst: true},
	},
};

export type HostFrameType = keyof typeof hostSamples;
export const hostFrameTypes = Object.keys(hostSamples) as readonly HostFrameType[];

/** What is costly without being a variant of one frame; each has cost some client too much. */
export const costlyHostSamples: Readonly<Record<string, HostSample>> = {
	'long names in who': {
		make: k => ({
			type: 'who',
			members: [member(k % 4000, {name: `${k} ${fallingMarks(30_000)}`, address: 'a'.repeat(30_000)})],
		}),
	},
	'a list without end': {make: k => ({type: 'who', all: true, more: true, members: [member(k)]})},
	'members who come and go': {
		make: k => ({type: 'who', members: [member(Math.floor(k / 2) % 2000, {status: k % 2 === 0 ? 'left' : 'here'})]}),
	},
	'renames of one': {make: k => ({type: 'who', members: [member(1, {name: `mallory-${k}`})]})},
	'many who type': {
		make: k => ({
			type: 'who',
			members: Array.from({length: 400}, (_, index) => member(index, {typing: (k + index) % 2 === 0})),
		}),
	},
	'long senders': {make: (_k, {since}) => ({type: 'msg', ...message(since + 1, {from: long})})},
	'own copies': {make: (_k, {since, you: id}) => ({type: 'msg', ...message(since + 1, {id})})},
	'controls in messages': {
		make: (_k, {since}) => ({type: 'msg', ...message(since + 1, {text: '\u0001'.repeat(8192)})}),
	},
	'line feeds in messages': {
		make: (_k, {since}) => ({type: 'msg', ...message(since + 1, {text: '\n'.repeat(8192)})}),
	},
	'letters in messages': {make: (_k, {since}) => ({type: 'msg', ...message(since + 1, {text: 'x'.repeat(8192)})})},
	'texts that no room has': {make: (_k, {since}) => ({type: 'msg', ...message(since + 1, {text: long})})},
	'nested JSON': {make: () => `{"type":"future","a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`},
};

/** Returns the sample of this name: one of the table's, or a type and a variant. */
export const hostSampleOf = (name: string): HostSample => {
	const [type = '', variant = ''] = name.split(' ');
	const sample =
		costlyHostSamples[name] ??
		(hostSamples as Readonly<Record<string, Readonly<Record<string, HostSample>>>>)[type]?.[variant];
	if (!sample) {
		throw new RangeError(`No attack of a host is called ${name}.`);
	}

	return sample;
};
