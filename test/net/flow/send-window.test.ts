import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {maximumWindow} from '../../../source/net/limits.ts';
import {openSimulatedLink} from './simulated-link.ts';

const slow = () => 1;
/** The clock of the peer has another origin. */
const tellTime = (time: number) => time + 123_456;
const roundTrips = {none: () => 0, long: () => 8000, varying: (time: number) => (time % 20_000 < 10_000 ? 9000 : 500)};

for (const [name, back] of Object.entries(roundTrips)) {
	for (const frame of [60, 500, 2500]) {
		test(`a link stays busy, and little waits for it, with a way back that takes ${name}, in frames of ${frame} B`, () => {
			const link = openSimulatedLink({down: slow, back, tell: tellTime, frame});
			link.ping();
			link.pass(60_000, true);
			const {arrived} = link;
			link.takeMostWaiting();
			link.pass(60_000, true);
			assert.ok(link.arrived - arrived >= 48_000, `${link.arrived - arrived} B have arrived`);
			const waiting = link.takeMostWaiting();
			assert.ok(waiting <= 3000 + frame, `${waiting} B waited`);
		});
	}
}

test('with a peer that does not say when a ping has come, the window is what comes in a round trip', () => {
	const link = openSimulatedLink({down: slow, back: roundTrips.none, tell: () => undefined});
	link.pass(60_000, true);
	assert.ok(link.arrived >= 54_000, `${link.arrived} B have arrived`);
	assert.ok(link.takeMostWaiting() <= 4096 + 600);
	const far = openSimulatedLink({down: slow, back: roundTrips.long, tell: () => undefined, untimedMinimum: 8192});
	far.pass(60_000, true);
	assert.ok(far.arrived >= 40_000, `${far.arrived} B have arrived`);
	assert.ok(far.takeMostWaiting() <= 8192 + 600);
});

test('bytes that arrive in bunches open the window no further than twice', () => {
	for (const pause of [1000, 3000, 5000]) {
		const bunches = (time: number) => (time % pause === 0 ? pause : 0);
		const link = openSimulatedLink({down: bunches, back: roundTrips.none, tell: tellTime});
		link.ping();
		link.pass(120_000, true);
		const waiting = link.takeMostWaiting();
		assert.ok(waiting <= 4 * 2048 + 2 * pause, `${waiting} B waited at pauses of ${pause} ms`);
		assert.ok(link.arrived >= 60_000, `${link.arrived} B have arrived`);
	}
});

test('a fast link far away opens in a second, and a slow one that it has become is not filled after a quiet time', () => {
	let rate = 1000;
	const link = openSimulatedLink({down: () => rate, back: () => 100, tell: tellTime, frame: 4000});
	link.ping();
	link.pass(3000, true);
	const {arrived} = link;
	link.pass(1000, true);
	assert.ok(link.arrived - arrived > 900_000, `${link.arrived - arrived} B a second`);
	link.pass(5000, false);
	for (let round = 0; round < 12; round++) {
		link.ping();
		link.pass(5000, false);
	}

	link.takeMostWaiting();
	rate = 1;
	link.pass(60_000, true);
	assert.ok(link.takeMostWaiting() <= 20_000);
});

test('what a quiet link could have taken is not saved up', () => {
	const link = openSimulatedLink({down: slow, back: roundTrips.long, tell: tellTime, frame: 60});
	link.ping();
	link.pass(60_000, true);
	for (let round = 0; round < 20; round++) {
		link.pass(20_000, false);
		link.window.write('x'.repeat(60), undefined);
		link.pass(1500, false);
		link.takeMostWaiting();
		link.pass(3000, true);
		assert.ok(link.takeMostWaiting() <= 4096);
	}
});

const hour = 3_600_000;
const suspensions = {
	'this end': (time: number) => tellTime(time) + (time > 60_000 ? hour : 0),
	'the peer': (time: number) => 2 * hour + time - (time > 60_000 ? hour : 0),
	'either end, again and again': (time: number) => 2 * hour + time + (time % 40_000 < 20_000 ? hour : 0),
};

for (const [name, tell] of Object.entries(suspensions)) {
	test(`a link takes on and little waits for it after ${name} was suspended`, () => {
		const link = openSimulatedLink({down: slow, back: roundTrips.none, tell});
		link.ping();
		link.pass(120_000, true);
		assert.ok(link.arrived >= 100_000, `${link.arrived} B have arrived`);
		const waiting = link.takeMostWaiting();
		assert.ok(waiting <= 12_000, `${waiting} B waited`);
	});
}

test('whatever a peer says about its time, the room is a number that is not above the largest window', () => {
	const anyTime = fc.oneof(
		fc.constantFrom(undefined, 0, 1, 2 ** 40),
		fc.integer({min: 0, max: 20_000}),
		fc.integer({min: 0, max: 2 ** 40}),
	);
	fc.assert(
		fc.property(fc.array(anyTime, {minLength: 1, maxLength: 30}), fc.nat(3000), (times, delay) => {
			let told = 0;
			const link = openSimulatedLink({
				down: () => 10,
				back: () => delay,
				tell: () => times[told++ % times.length],
			});
			for (let round = 0; round < 30; round++) {
				const {arrived} = link;
				link.pass(400, true);
				const room = link.window.getRoom();
				assert.ok(Number.isFinite(room) && room <= maximumWindow, `${room} B`);
				assert.ok(round < 20 || link.arrived > arrived || delay > 300);
			}

			assert.ok(link.arrived > 4000);
			assert.ok(link.takeMostWaiting() < 500_000);
		}),
		{numRuns: 30},
	);
});
