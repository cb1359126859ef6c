import assert from 'node:assert/strict';
import test from 'node:test';
import {Heartbeat} from '../../../source/net/client/heartbeat.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';

/** A host that answers each ping after a while. */
const open = (getDelay: () => number) => {
	const clock = new FakeClock();
	const told: Array<number | undefined> = [];
	let received = 0;
	const heartbeat: Heartbeat = new Heartbeat({
		clock,
		ping(k, rtt) {
			told.push(rtt);
			clock.after(getDelay(), () => {
				received++;
				heartbeat.onReceived();
				heartbeat.onPong(k);
			});
		},
		countReceived: () => received,
		onSilence() {
			assert.fail('an answer is overdue');
		},
		onDead() {
			assert.fail('the connection counts as dead');
		},
	});
	return {clock, heartbeat, told};
};

test('an idle link sends one ping every 5 s, however long the answers take', () => {
	let count = 0;
	const {clock, told, heartbeat} = open(() => 1 + ((count++ * 7) % 40));
	clock.pass(1000);
	// One with the welcome, and three that measure.
	assert.equal(told.length, 4);
	clock.pass(120_000);
	assert.equal(told.length, 4 + 24);
	heartbeat.stop();
	clock.pass(60_000);
	assert.equal(told.length, 4 + 24);
});

test('others are told the round trip once it is known, and then the shortest of the last few', () => {
	const delays = [900, 400, 30, 300, 20, 20, 500, 20, 20, 20];
	const {clock, told} = open(() => delays.shift() ?? 25);
	clock.pass(30_000);
	assert.deepEqual(told.slice(0, 6), [undefined, undefined, undefined, undefined, 30, 20]);
	assert.ok(told.slice(5).every(rtt => rtt !== undefined && rtt <= 25));
});
