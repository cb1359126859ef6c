/**
Runs a schedule: each step, then a time without faults until everything is settled, then the checks
of the end.
*/
import assert from 'node:assert/strict';
import {hostGivesUpAfter} from '../../source/net/limits.ts';
import {openRoute} from '../model/socket-pair.ts';
import {performStep} from './perform-step.ts';
import type {Step} from './steps.ts';
import {memberCount, Simulation, type SimulationOptions} from './simulation.ts';

/** How long the programs may take to settle after the last fault, in simulated milliseconds. */
const settleLimit = 120_000;

const runStep = async (simulation: Simulation, step: Step) => {
	performStep(simulation, step);
	await simulation.settleTurn();
	if (step.type === 'flow') {
		await simulation.flow(step.rounds, step.isJournaling);
	} else if (step.type === 'pass') {
		await simulation.pass(step.duration, step.isFlowing);
	}
};

/** Ends all faults and starts all programs, until every line is logged and shown. */
const settle = async (simulation: Simulation) => {
	for (const {peer} of simulation.members) {
		// An intruder that does not read may stay so: it must not delay the members.
		peer.route = openRoute;
	}

	simulation.history.disk.fail(undefined);
	simulation.history.disk.limitWrites(Infinity);
	const end = simulation.time.now() + settleLimit;
	while (!simulation.isSettled) {
		assert.ok(simulation.time.now() < end, `not settled:\n${simulation.describe()}`);
		simulation.startHost();
		for (const member of simulation.members) {
			member.start(false);
		}

		await simulation.flow();
		await simulation.pass(Math.min(1000, Math.max(1, simulation.time.untilNext)), true);
	}
};

export const runSteps = async (simulation: Simulation, steps: readonly Step[]) => {
	await simulation.flow();
	for (let who = 0; who < memberCount; who++) {
		simulation.member(who).start(false);
	}

	for (const step of steps) {
		await runStep(simulation, step);
	}
};

export const runSchedule = async (options: SimulationOptions, steps: readonly Step[]) => {
	const simulation = new Simulation(options);
	await runSteps(simulation, steps);
	await settle(simulation);
	simulation.check();
	await simulation.pass(hostGivesUpAfter + 1000, true);
	await settle(simulation);
	for (const {pair} of simulation.peers.flatMap(({connections}) => connections)) {
		assert.ok(!pair.isBlackHole || pair.isOver, 'both ends notice a dead connection');
	}

	simulation.checker.throwIfFailed();
	return simulation;
};
