/**
Runs a schedule: each step, then no more faults until everything is settled, then what must hold in
the end.
*/
import assert from 'node:assert/strict';
import {hostGivesUpAfter} from '../../source/net/limits.ts';
import {act} from './act.ts';
import type {Step} from './steps.ts';
import {openRoute} from './wire.ts';
import {memberCount, World, type WorldOptions} from './world.ts';

/**
How long the programs may take to be settled once nothing fails any more, in milliseconds of their
time.
*/
const settleLimit = 120_000;

const take = async (world: World, step: Step) => {
	act(world, step);
	await world.quiet();
	if (step.type === 'flow') {
		await world.flow(step.rounds, step.isKeeping);
	} else if (step.type === 'pass') {
		await world.pass(step.duration, step.isFlowing);
	}
};

/** No more faults: everybody is there and everything moves, until all is said and read. */
const settle = async (world: World) => {
	for (const {peer} of world.members) {
		// A stranger that reads nothing goes on reading nothing: it delays nobody.
		peer.route = openRoute;
	}

	world.history.disk.fail(undefined);
	world.history.disk.limitWrites(Infinity);
	const end = world.time.now() + settleLimit;
	while (!world.isSettled) {
		assert.ok(world.time.now() < end, `not settled:\n${world.describe()}`);
		world.startHost();
		for (const member of world.members) {
			member.start(false);
		}

		await world.flow();
		await world.pass(Math.min(1000, Math.max(1, world.time.untilNext)), true);
	}
};

export const runSteps = async (world: World, steps: readonly Step[]) => {
	await world.flow();
	for (let who = 0; who < memberCount; who++) {
		world.member(who).start(false);
	}

	for (const step of steps) {
		await take(world, step);
	}
};

export const runSchedule = async (options: WorldOptions, steps: readonly Step[]) => {
	const world = new World(options);
	await runSteps(world, steps);
	await settle(world);
	world.check();
	await world.pass(hostGivesUpAfter + 1000, true);
	await settle(world);
	for (const {wire} of world.peers.flatMap(({taps}) => taps)) {
		assert.ok(!wire.isBlackHole || wire.isOver, 'a connection that is dead is noticed by both ends');
	}

	world.judge.throwIfWrong();
	return world;
};
