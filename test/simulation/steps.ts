/** The steps of a schedule and their weights. */
import fc from 'fast-check';
import type {End} from '../model/socket-pair.ts';

const memberIndex = fc.nat(2);
const end: fc.Arbitrary<End> = fc.constantFrom('host', 'client');
const bytes = fc.oneof(fc.integer({min: 1, max: 40}), fc.integer({min: 1, max: 2000}), fc.constant(70_000));
const count = fc.oneof(fc.integer({min: 1, max: 3}), fc.constant(1000));

/** In bytes: mostly short lines, sometimes lines that fill the sockets. */
const size = fc.oneof({weight: 8, arbitrary: fc.constant(0)}, {weight: 2, arbitrary: fc.integer({min: 1, max: 8192})});

/** In milliseconds: the heartbeat intervals and deadlines, and durations close to them. */
const duration = fc.oneof(
	fc.integer({min: 1, max: 300}),
	fc.constantFrom(1000, 2000, 4000, 5000, 6000, 10_000, 12_000, 15_000),
	fc.integer({min: 1, max: 20_000}),
);

/** What remains of the unsynced bytes after a power failure. */
const rest = fc.record({kept: fc.nat(600), zeros: fc.constantFrom(0, 0, 1, 4096)});

const junk = fc.oneof(
	fc.json(),
	fc.string(),
	fc.constant('{"type":"bye"}'),
	fc.constant('x'.repeat(70_000)),
	fc
		.record({type: fc.constant('post'), n: fc.nat(4), text: fc.constantFrom('', 'evil', 'x'.repeat(9000), '\u{1B}[2J')})
		.map(frame => JSON.stringify(frame)),
	fc
		.record({
			type: fc.constant('whisper'),
			n: fc.nat(4),
			text: fc.constant('evil'),
			to: fc.constantFrom(undefined, {}, {id: 'host', name: 'x'}, {id: 'a'.repeat(16), name: '\u{202E}'.repeat(600)}),
		})
		.map(frame => JSON.stringify(frame)),
	fc
		.record({
			type: fc.constantFrom('ping', 'older', 'typing', 'search', 'place'),
			k: fc.nat(),
			before: fc.nat(),
			limit: fc.nat(),
			find: fc.constantFrom('', 'e', 'evil'),
			ts: fc.nat(),
			on: fc.boolean(),
		})
		.map(frame => JSON.stringify(frame)),
	fc
		.record({type: fc.constant('rename'), name: fc.constantFrom('member 0', 'host', '', '\u{202E}')})
		.map(frame => JSON.stringify(frame)),
	fc
		.record({
			type: fc.constant('hello'),
			v: fc.constantFrom(1, 1, 1, 2),
			sid: fc.constantFrom('e'.repeat(32), 'f'.repeat(32)),
			since: fc.nat(9),
			room: fc.option(fc.constantFrom('history 1', 'x'), {nil: undefined}),
			name: fc.constant('member 1'),
		})
		.map(frame => JSON.stringify(frame)),
);

const step = {
	type: fc.record({
		type: fc.constant('type'),
		member: memberIndex,
		size,
		times: fc.oneof(fc.constant(1), fc.integer({min: 1, max: 12})),
	}),
	whisper: fc.record({
		type: fc.constant('whisper'),
		member: memberIndex,
		to: fc.oneof(memberIndex, fc.constant('host' as const)),
		size,
	}),
	refuse: fc.record({type: fc.constant('refuse'), member: memberIndex, isEmpty: fc.boolean()}),
	rename: fc.record({type: fc.constant('rename'), member: memberIndex}),
	typeAtHost: fc.record({type: fc.constant('typeAtHost'), times: fc.integer({min: 1, max: 3})}),
	connect: fc.record({type: fc.constant('connect'), member: memberIndex}),
	deliver: fc.record({type: fc.constant('deliver'), member: memberIndex, to: end, bytes}),
	flow: fc.record({
		type: fc.constant('flow'),
		rounds: fc.oneof(fc.integer({min: 1, max: 4}), fc.constant(20)),
		isJournaling: fc.boolean(),
	}),
	pass: fc.record({type: fc.constant('pass'), duration, isFlowing: fc.boolean()}),
	sleep: fc.record({type: fc.constant('sleep'), duration}),
	retry: fc.record({type: fc.constant('retry'), member: memberIndex}),
	route: fc.record({type: fc.constant('route'), member: memberIndex, host: fc.boolean(), client: fc.boolean()}),
	blackHole: fc.record({type: fc.constant('blackHole'), member: memberIndex}),
	cut: fc.record({type: fc.constant('cut'), member: memberIndex}),
	end: fc.record({
		type: fc.constant('end'),
		member: memberIndex,
		to: end,
		ending: fc.constantFrom('fin' as const, 'rst' as const),
	}),
	disk: fc.record({type: fc.constant('disk'), count}),
	journal: fc.record({type: fc.constant('journal'), member: memberIndex, count}),
	failJournal: fc.record({type: fc.constant('failJournal'), member: memberIndex}),
	killHost: fc.record({type: fc.constant('killHost'), rest: fc.option(rest, {nil: undefined})}),
	startHost: fc.record({type: fc.constant('startHost')}),
	failDisk: fc.record({type: fc.constant('failDisk'), names: fc.subarray(['write', 'fdatasync', 'ftruncate'])}),
	limitWrites: fc.record({type: fc.constant('limitWrites'), bytes: fc.constantFrom(1, 50, 300, Infinity)}),
	deleteLog: fc.record({type: fc.constant('deleteLog')}),
	killClient: fc.record({type: fc.constant('killClient'), member: memberIndex}),
	startClient: fc.record({type: fc.constant('startClient'), member: memberIndex, isNewMember: fc.boolean()}),
	burst: fc.record({
		type: fc.constant('burst'),
		member: memberIndex,
		texts: fc.constantFrom({size: 0, times: 1500}, {size: 1000, times: 400}, {size: 8192, times: 60}),
	}),
	secondComputer: fc.record({type: fc.constant('secondComputer'), member: memberIndex}),
	intruder: fc.record({type: fc.constant('intruder'), lines: fc.array(junk, {maxLength: 6}), isNew: fc.boolean()}),
	flood: fc.record({
		type: fc.constant('flood'),
		line: fc.constantFrom(
			'{"type":"post","n":1,"text":"evil"}',
			'{"type":"ping","k":1}',
			'{"type":"rename","name":"evil"}',
		),
		times: fc.constantFrom(50, 3000),
	}),
	intruderReads: fc.record({type: fc.constant('intruderReads'), isReading: fc.boolean()}),
	intruderDelivers: fc.record({type: fc.constant('intruderDelivers'), to: end, bytes}),
} as const;

type Arbitraries = typeof step;

type ValueOf<Each> = Each extends fc.Arbitrary<infer Value> ? Omit<Value, 'type'> : never;

export type Step = {[Name in keyof Arbitraries]: ValueOf<Arbitraries[Name]> & {readonly type: Name}}[keyof Arbitraries];

export type Weights = Partial<Readonly<Record<Step['type'], number>>>;

/** The weights of steps without faults. */
export const ordinary = {
	type: 8,
	whisper: 3,
	typeAtHost: 1,
	connect: 2,
	deliver: 8,
	flow: 8,
	pass: 4,
	disk: 4,
	journal: 3,
	rename: 1,
	retry: 1,
} satisfies Weights;

/** The weights of network faults. */
export const cuts = {route: 3, cut: 3, end: 2, blackHole: 1, sleep: 1} satisfies Weights;

/** The weights of kills, restarts and disk faults. */
export const deaths = {
	killHost: 2,
	startHost: 2,
	failDisk: 1,
	limitWrites: 1,
	killClient: 2,
	startClient: 3,
	secondComputer: 1,
} satisfies Weights;

/** The weights of an intruder's steps. */
export const hostile = {intruder: 4, intruderDelivers: 4, intruderReads: 1} satisfies Weights;

/** Returns schedules of steps with these weights. */
export const schedule = (weights: Weights, maxLength: number): fc.Arbitrary<readonly Step[]> => {
	const choices = Object.entries(weights).map(([name, weight]) => ({
		weight,
		arbitrary: step[name as Step['type']] as fc.Arbitrary<Step>,
	}));
	return fc.array(fc.oneof(...choices), {maxLength, size: 'max'});
};
