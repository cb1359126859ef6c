import process from 'node:process';
import test from 'node:test';
import fc from 'fast-check';
import {runSchedule} from './run.ts';
import {cuts, deaths, hostile, ordinary, schedule, type Weights} from './steps.ts';

/** Multiplies the number of schedules. */
const factor = Number(process.env.SOCKET_CHAT_RUNS ?? 1);

/** Small sockets show the effects of a slow reader, large ones keep many bytes in flight. */
const simulationOptions = fc.record({capacity: fc.constantFrom(100, 3000, 65_536), seed: fc.nat()});

const checkSchedules = async (weights: Weights, runs: number, maxLength = 60) =>
	fc.assert(
		fc.asyncProperty(simulationOptions, schedule(weights, maxLength), async (options, steps) => {
			await runSchedule(options, steps);
		}),
		{numRuns: Math.ceil(runs * factor)},
	);

test('whatever fails in the network, all members are shown each typed line once, in the same order', async () => {
	await checkSchedules({...ordinary, ...cuts}, 60);
});

test('… also if programs are killed and disks fail', async () => {
	await checkSchedules({...ordinary, ...cuts, ...deaths}, 120);
});

test('… also if programs are killed very often', async () => {
	const dying = {killHost: 8, startHost: 8, limitWrites: 3, killClient: 6, startClient: 8};
	await checkSchedules({...ordinary, ...dying, type: 12, disk: 8, journal: 4, deliver: 12, connect: 6}, 60);
});

test('… also if the log is deleted', async () => {
	await checkSchedules({...ordinary, ...cuts, ...deaths, deleteLog: 3, killHost: 4}, 60);
});

test('… also if an intruder writes anything, or does not read', async () => {
	await checkSchedules({...ordinary, ...cuts, ...deaths, ...hostile}, 60);
});

test('… also if a member does not read a burst of messages', async () => {
	await checkSchedules({...ordinary, ...cuts, ...deaths, ...hostile, burst: 6, route: 6, flow: 12}, 10, 20);
});

test('… also if an intruder floods the room and does not read', async () => {
	await checkSchedules({...ordinary, ...hostile, flood: 6, burst: 2, disk: 6, intruderReads: 3, flow: 8}, 20, 20);
});

test('… also if the room refuses lines', async () => {
	await checkSchedules({...ordinary, ...cuts, ...deaths, refuse: 6}, 60);
});

test('… also if a client cannot save its outbox', async () => {
	await checkSchedules({...ordinary, ...cuts, ...deaths, failJournal: 4, killClient: 5}, 60);
});
