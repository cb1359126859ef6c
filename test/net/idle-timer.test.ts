import assert from 'node:assert/strict';
import test from 'node:test';
import {IdleTimer} from '../../source/net/idle-timer.ts';
import {FakeClock} from '../helpers/fake-clock.ts';

const watch = (clock: FakeClock) => {
	const acts: string[] = [];
	const silence = new IdleTimer(
		clock,
		[5000, 6000, 12_000].map(after => ({
			after,
			act() {
				acts.push(`${after} at ${clock.now()}`);
			},
		})),
	);
	return {silence, acts};
};

test('each stage acts once, at its time', () => {
	const clock = new FakeClock(0);
	const {acts} = watch(clock);
	clock.pass(60_000);
	assert.deepEqual(acts, ['5000 at 5000', '6000 at 6000', '12000 at 12000']);
});

test('hearing something puts all stages off, and starts no timer each time', () => {
	const clock = new FakeClock(0);
	const {silence, acts} = watch(clock);
	for (let time = 0; time < 20; time++) {
		clock.pass(1000);
		silence.touch();
		assert.equal(clock.waiting, 1);
	}

	assert.deepEqual(acts, []);
	clock.pass(5000);
	assert.deepEqual(acts, ['5000 at 25000']);
});

test('hearing something after a stage starts all of them anew', () => {
	const clock = new FakeClock(0);
	const {silence, acts} = watch(clock);
	clock.pass(6500);
	silence.touch();
	clock.pass(6500);
	assert.deepEqual(acts, ['5000 at 5000', '6000 at 6000', '5000 at 11500', '6000 at 12500']);
});

test('after stop nothing acts', () => {
	const clock = new FakeClock(0);
	const {silence, acts} = watch(clock);
	clock.pass(5500);
	silence.stop();
	clock.pass(60_000);
	assert.deepEqual(acts, ['5000 at 5000']);
	assert.equal(clock.waiting, 0);
});

test('once it is stopped, what is heard starts nothing', () => {
	const clock = new FakeClock(0);
	const {silence, acts} = watch(clock);
	clock.pass(5500);
	silence.stop();
	silence.touch();
	clock.pass(60_000);
	assert.deepEqual(acts, ['5000 at 5000']);
});
