/** Schedules that have broken the program, each as short as it gets. */
import test from 'node:test';
import {runSchedule} from './run.ts';
import type {Step} from './steps.ts';

const flow: Step = {type: 'flow', rounds: 100, isJournaling: true};
const type: Step = {type: 'type', member: 0, size: 0, times: 1};
const refused = '{"type":"post","n":1,"text":""}';
const older = '{"type":"older","before":300,"limit":500}';

/** The stranger is in the room, and reads no more. */
const enter = (lines: readonly string[]): Step[] => [
	{type: 'intruder', lines: [...lines], isNew: true},
	flow,
	{type: 'intruderReads', isReading: false},
];

const writes = (line: string, times: number): Step[] => [
	{type: 'intruder', lines: Array.from({length: times}, () => line), isNew: false},
	...Array.from({length: 20}, (): Step => ({type: 'intruderDelivers', to: 'host', bytes: 65_536})),
];

/**
The room is said to have refused something, on a connection that is lost before the refusal arrives.
*/
const refusalOnItsWay: Step[] = [
	flow,
	{type: 'route', member: 0, host: true, client: false},
	{type: 'refuse', member: 0, isEmpty: true},
	flow,
];

/** A join whose disk has kept one message, and neither its acknowledgement nor the next message. */
const keptTooLittle: Step[] = [
	flow,
	type,
	{type: 'journal', member: 0, count: 1},
	{type: 'failJournal', member: 0},
	type,
	flow,
	{type: 'killClient', member: 0},
];

/** The host says more than a newcomer gets. */
const longAgo: Step = {type: 'typeAtHost', times: 600};

type Known = {
	readonly name: string;
	readonly steps: readonly Step[];
	readonly capacity?: number;
};

const schedules: readonly Known[] = [
	{
		name: 'what the run before has delivered, and is further back than a newcomer reads',
		steps: [
			flow,
			type,
			{type: 'journal', member: 0, count: 1},
			{...flow, isJournaling: false},
			longAgo,
			{...flow, isJournaling: false},
			{type: 'killClient', member: 0},
		],
	},
	{
		name: 'more at once than the disk takes',
		steps: [
			flow,
			{type: 'burst', member: 0, texts: {size: 0, times: 1500}},
			{type: 'journal', member: 0, count: 2000},
			...Array.from({length: 6}, (): Step => ({type: 'deliver', member: 0, to: 'host', bytes: 65_536})),
		],
	},
	{
		name: 'a welcome that comes in two parts, after a connection that was given up for its silence',
		steps: [flow, {type: 'blackHole', member: 0}, {type: 'pass', duration: 30_000, isFlowing: true}],
		capacity: 100,
	},
	{
		name: 'a refusal that is lost with its connection',
		steps: [...refusalOnItsWay, {type: 'cut', member: 0}],
	},
	{
		name: 'a refusal that is lost with the join',
		steps: [...refusalOnItsWay, {type: 'killClient', member: 0}],
	},
	{
		name: 'a join killed after its disk has failed',
		steps: keptTooLittle,
	},
	{
		name: 'something typed at once in the run after that',
		steps: [...keptTooLittle, {type: 'startClient', member: 0, isNewMember: false}, type],
	},
	{
		name: 'the same while the host has still to write what the run before has sent',
		steps: [
			...keptTooLittle.slice(0, -3),
			flow,
			type,
			{type: 'deliver', member: 0, to: 'host', bytes: 70_000},
			{type: 'killClient', member: 0},
			{type: 'startClient', member: 0, isNewMember: false},
			type,
			{type: 'journal', member: 0, count: 9},
			{type: 'connect', member: 0},
			{type: 'deliver', member: 0, to: 'host', bytes: 70_000},
			{type: 'deliver', member: 0, to: 'client', bytes: 70_000},
			{type: 'deliver', member: 0, to: 'client', bytes: 70_000},
			{type: 'deliver', member: 0, to: 'host', bytes: 70_000},
		],
	},
	{
		name: 'a refused number that is posted again and again while the disk is busy',
		steps: [
			flow,
			...enter([refused]),
			{type: 'typeAtHost', times: 1},
			{type: 'disk', count: 1},
			...writes(refused, 6000),
			{type: 'disk', count: 100},
			{type: 'disk', count: 100},
		],
	},
	{
		name: 'older messages, asked for again and again by one that does not read them',
		steps: [
			flow,
			{type: 'burst', member: 0, texts: {size: 1000, times: 400}},
			flow,
			...enter([]),
			...writes(older, 50),
		],
	},
	{
		name: 'a refusal that becomes durable between the hello and the welcome of a new connection',
		steps: [
			{type: 'refuse', member: 2, isEmpty: false},
			{type: 'sleep', duration: 5001},
			{type: 'connect', member: 0},
			{...type, member: 2},
			{type: 'cut', member: 0},
			{type: 'limitWrites', bytes: 1},
			{...type, member: 2},
			{type: 'pass', duration: 1000, isFlowing: true},
		],
		capacity: 100,
	},
];

for (const {name, steps, capacity = 65_536} of schedules) {
	test(name, async () => {
		await runSchedule({capacity, seed: 1}, steps);
	});
}
