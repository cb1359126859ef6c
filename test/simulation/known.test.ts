/** Schedules that once broke the program, each as short as possible. */
import test from 'node:test';
import {runSchedule} from './run.ts';
import type {Step} from './steps.ts';

const flow: Step = {type: 'flow', rounds: 100, isJournaling: true};
const type: Step = {type: 'type', member: 0, size: 0, times: 1};
const refused = '{"type":"post","n":1,"text":""}';
const older = '{"type":"older","before":300,"limit":500}';

/** The intruder enters the room, then stops reading. */
const enter = (lines: readonly string[]): Step[] => [
	{type: 'intruder', lines: [...lines], isNew: true},
	flow,
	{type: 'intruderReads', isReading: false},
];

const writes = (line: string, times: number): Step[] => [
	{type: 'intruder', lines: Array.from({length: times}, () => line), isNew: false},
	...Array.from({length: 20}, (): Step => ({type: 'intruderDelivers', to: 'host', bytes: 65_536})),
];

/** The room refuses a line, and the refusal is in flight. */
const refusalInFlight: Step[] = [
	flow,
	{type: 'route', member: 0, host: true, client: false},
	{type: 'refuse', member: 0, isEmpty: true},
	flow,
];

/** A client's disk saved one message, but neither its acknowledgement nor the next message. */
const failedJournal: Step[] = [
	flow,
	type,
	{type: 'journal', member: 0, count: 1},
	{type: 'failJournal', member: 0},
	type,
	flow,
	{type: 'killClient', member: 0},
];

/** The host types more lines than a new member is shown. */
const manyFromHost: Step = {type: 'typeAtHost', times: 600};

type Known = {
	readonly name: string;
	readonly steps: readonly Step[];
	readonly capacity?: number;
};

const schedules: readonly Known[] = [
	{
		name: 'a restarted client has a message in its outbox that was logged before the messages that it is shown',
		steps: [
			flow,
			type,
			{type: 'journal', member: 0, count: 1},
			{...flow, isJournaling: false},
			manyFromHost,
			{...flow, isJournaling: false},
			{type: 'killClient', member: 0},
		],
	},
	{
		name: 'a member types faster than the disk writes',
		steps: [
			flow,
			{type: 'burst', member: 0, texts: {size: 0, times: 1500}},
			{type: 'journal', member: 0, count: 2000},
			...Array.from({length: 6}, (): Step => ({type: 'deliver', member: 0, to: 'host', bytes: 65_536})),
		],
	},
	{
		name: 'a welcome arrives in two parts after a silent connection was closed',
		steps: [flow, {type: 'blackHole', member: 0}, {type: 'pass', duration: 30_000, isFlowing: true}],
		capacity: 100,
	},
	{
		name: 'a refusal is lost with its connection',
		steps: [...refusalInFlight, {type: 'cut', member: 0}],
	},
	{
		name: 'a refusal is lost with the client',
		steps: [...refusalInFlight, {type: 'killClient', member: 0}],
	},
	{
		name: 'a client is killed after its disk failed',
		steps: failedJournal,
	},
	{
		name: '… and its next process gets a line at once',
		steps: [...failedJournal, {type: 'startClient', member: 0, isNewMember: false}, type],
	},
	{
		name: '… while the host has not yet written the lines of the previous process',
		steps: [
			...failedJournal.slice(0, -3),
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
		name: 'an intruder posts a refused number again and again while the disk is busy',
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
		name: 'an intruder asks for older messages again and again without reading them',
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
