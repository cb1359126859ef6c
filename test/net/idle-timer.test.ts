import assert from 'node:assert/strict';
import test from 'node:test';
import {IdleTimer, startByteDeadline} from '../../source/net/idle-timer.ts';
import {FakeClock} from '../helpers/fake-clock.ts';

const createTimer = (clock: FakeClock) => {
	const acts: string[] = [];
	const idleTimer = new IdleTimer(
		clock,
		[5000, 6000, 12_000].map(after => ({
			after,
			act() {
				acts.push(`${after} at ${clock.now()}`);
			},
		})),
	);
	return {idleTimer, acts};
};

test('each stage acts once, at its time', () => {
	const clock = new FakeClock(0);
	const {acts} = createTimer(clock);
	clock.pass(60_000);
	assert.deepEqual(acts, ['5000 at 5000', '6000 at 6000', '12000 at 12000']);
});

test('a touch postpones all stages, and starts no further timer', () => {
	const clock = new FakeClock(0);
	const {idleTimer, acts} = createTimer(clock);
	for (let time = 0; time < 20; time++) {
		clock.pass(1000);
		idleTimer.touch();
		assert.equal(clock.waiting, 1);
	}

	assert.deepEqual(acts, []);
	clock.pass(5000);
	assert.deepEqual(acts, ['5000 at 25000']);
});

test('a touch after a stage starts all stages again', () => {
	const clock = new FakeClock(0);
	const {idleTimer, acts} = createTimer(clock);
	clock.pass(6500);
	idleTimer.touch();
	clock.pass(6500);
	assert.deepEqual(acts, ['5000 at 5000', '6000 at 6000', '5000 at 11500', '6000 at 12500']);
});

test('after stop no stage acts', () => {
	const clock = new FakeClock(0);
	const {idleTimer, acts} = createTimer(clock);
	clock.pass(5500);
	idleTimer.stop();
	clock.pass(60_000);
	assert.deepEqual(acts, ['5000 at 5000']);
	assert.equal(clock.waiting, 0);
});

test('a touch after stop starts nothing', () => {
	const clock = new FakeClock(0);
	const {idleTimer, acts} = createTimer(clock);
	clock.pass(5500);
	idleTimer.stop();
	idleTimer.touch();
	clock.pass(60_000);
	assert.deepEqual(acts, ['5000 at 5000']);
});

test('bytes that are seen only where somebody looks postpone all stages', () => {
	const clock = new FakeClock(0);
	let bytes = 0;
	const acts: number[] = [];
	const act = () => {
		acts.push(clock.now());
	};

	const idleTimer = new IdleTimer(clock, [{after: 5000, act}], {count: () => bytes});
	for (let time = 0; time < 60; time++) {
		bytes++;
		clock.pass(1000);
	}

	assert.deepEqual(acts, []);
	clock.pass(7500);
	assert.equal(acts.length, 1);
	idleTimer.stop();
	assert.equal(clock.waiting, 0);
});

test('a deadline that bytes put off is kept by 512 B/s and more, and missed by less', () => {
	for (const [rate, missedAt] of [
		[0, 5000],
		[256, 10_000],
		[511, Infinity],
		[1000, Infinity],
	] as const) {
		const clock = new FakeClock(0);
		let missed = Infinity;
		const timer = startByteDeadline({
			clock,
			time: 5000,
			count: () => (clock.now() / 1000) * rate,
			onMissed() {
				missed = clock.now();
			},
		});
		clock.pass(60_000);
		assert.ok(Math.abs(missed - missedAt) <= 2 || missed === missedAt, `${rate} B/s: ${missed}`);
		timer.stop();
		assert.equal(clock.waiting, 0);
	}
});
