import process from 'node:process';
import test from 'node:test';
import fc from 'fast-check';
import {runSchedule} from './run.ts';
import {cuts, deaths, hostile, ordinary, schedule, type Weights} from './steps.ts';

/** How many times as many schedules as usual. */
const factor = Number(process.env.SOCKET_CHAT_RUNS ?? 1);

/** Small sockets show what a slow reader does, large ones let much be on its way. */
const simulationOptions = fc.record({capacity: fc.constantFrom(100, 3000, 65_536), seed: fc.nat()});

const checkSchedules = async (weights: Weights, runs: number, maxLength = 60) =>
	fc.assert(
		fc.asyncProperty(simulationOptions, schedule(weights, maxLength), async (options, steps) => {
			await runSchedule(options, steps);
		}),
		{numRuns: Math.ceil(runs * factor)},
	);

test('whatever fails on the way, all that was typed is said once, in order, the same for all', async () => {
	await checkSchedules({...ordinary, ...cuts}, 60);
});

test('… and whoever dies, and whatever the disk does', async () => {
	await checkSchedules({...ordinary, ...cuts, ...deaths}, 120);
});

test('… and however often they die', async () => {
	const dying = {killHost: 8, startHost: 8, limitWrites: 3, killClient: 6, startClient: 8};
	await checkSchedules({...ordinary, ...dying, type: 12, disk: 8, journal: 4, deliver: 12, connect: 6}, 60);
});

test('… and where the history of the room is lost', async () => {
	await checkSchedules({...ordinary, ...cuts, ...deaths, deleteLog: 3, killHost: 4}, 60);
});

test('… and whatever a stranger writes, or does not read', async () => {
	await checkSchedules({...ordinary, ...cuts, ...deaths, ...hostile}, 60);
});

test('… and however much is said at once to somebody who does not read', async () => {
	await checkSchedules({...ordinary, ...cuts, ...deaths, ...hostile, burst: 6, route: 6, flow: 12}, 10, 20);
});

test('… and whoever floods the room and does not read', async () => {
	await checkSchedules({...ordinary, ...hostile, flood: 6, burst: 2, disk: 6, intruderReads: 3, flow: 8}, 20, 20);
});

test('… and whatever the room refuses', async () => {
	await checkSchedules({...ordinary, ...cuts, ...deaths, refuse: 6}, 60);
});

test('… and where a join can keep nothing on its disk', async () => {
	await checkSchedules({...ordinary, ...cuts, ...deaths, failJournal: 4, killClient: 5}, 60);
});
