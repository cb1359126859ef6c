import assert from 'node:assert/strict';
import test from 'node:test';
import type {Connection} from '../../../source/net/connection.ts';
import type {DialEvents} from '../../../source/net/dial.ts';
import {Reconnector, type LinkStatus} from '../../../source/net/client/reconnector.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';

// The lifeline hands a connection on and never looks into it.
const connection = {} as unknown as Connection;

const createLifeline = () => {
	const clock = new FakeClock(0);
	const dials: Array<DialEvents & {isCancelled: boolean}> = [];
	const statuses: LinkStatus[] = [];
	let abandoned = 0;
	const lifeline = new Reconnector({
		endpoint: {host: 'example', port: 5000},
		clock,
		random: () => 1,
		log() {
			// Not looked at here.
		},
		dial(_endpoint, events) {
			const dial = {...events, isCancelled: false};
			dials.push(dial);
			return () => {
				dial.isCancelled = true;
			};
		},
		onStatus(status) {
			statuses.push(status);
		},
		onConnection() {
			lifeline.opened({status: 'open', address: 'example:5000'});
		},
		onAbandon() {
			abandoned++;
		},
	});
	const fail = () => dials.at(-1)?.onFailure('ECONNREFUSED');
	const succeed = () => dials.at(-1)?.onConnection(connection);
	return {clock, dials, statuses, lifeline, fail, succeed, abandoned: () => abandoned};
};

test('each failure waits longer, says when the next attempt is and why, and dials for ever', () => {
	const {clock, dials, statuses, lifeline, fail} = createLifeline();
	lifeline.start();
	const delays = [];
	for (let attempt = 1; attempt <= 8; attempt++) {
		assert.deepEqual(statuses.at(-1), {status: 'connecting', attempt});
		fail();
		const status = statuses.at(-1);
		assert.ok(status?.status === 'waiting');
		assert.equal(status.attempt, attempt);
		assert.match(status.reason, /^Nobody is hosting at example:5000/);
		delays.push(status.retryAt - clock.now());
		clock.pass(status.retryAt - clock.now() - 1);
		assert.equal(dials.length, attempt);
		clock.pass(1);
		assert.equal(dials.length, attempt + 1);
	}

	assert.deepEqual(delays, [250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
});

test('a key ends the wait, and does nothing while there is none', () => {
	const {dials, lifeline, fail, succeed, clock} = createLifeline();
	lifeline.start();
	lifeline.retryNow();
	assert.equal(dials.length, 1);
	fail();
	lifeline.retryNow();
	assert.equal(dials.length, 2);
	clock.pass(60_000);
	assert.equal(dials.length, 2);
	succeed();
	lifeline.retryNow();
	assert.equal(dials.length, 2);
});

test('a link that was good for 10 s counts its failures anew, one that was not does not', () => {
	const {clock, statuses, lifeline, fail, succeed} = createLifeline();
	const attempt = () => {
		const status = statuses.at(-1);
		return status?.status === 'waiting' ? status.attempt : undefined;
	};

	lifeline.start();
	fail();
	lifeline.retryNow();
	succeed();
	clock.pass(9000);
	lifeline.lost('The connection was lost.');
	assert.equal(attempt(), 2);
	lifeline.retryNow();
	succeed();
	clock.pass(10_000);
	lifeline.lost('The connection was lost.');
	assert.equal(attempt(), 1);
});

test('a computer that slept dials at once, whatever the link was doing', () => {
	const {clock, dials, lifeline, fail, succeed, abandoned} = createLifeline();
	lifeline.start();
	succeed();
	clock.pass(3000);
	clock.sleep(5000);
	clock.pass(1000);
	assert.equal(dials.length, 1, 'a short stop is no sleep');
	clock.sleep(60_000);
	clock.pass(1000);
	assert.equal(dials.length, 2);
	assert.equal(abandoned(), 1);
	clock.sleep(60_000);
	clock.pass(1000);
	assert.equal(dials.length, 3);
	assert.equal(dials[1]?.isCancelled, true);
	for (let time = 0; time < 9; time++) {
		fail();
		lifeline.retryNow();
	}

	fail();
	const before = dials.length;
	clock.sleep(60_000);
	clock.pass(1000);
	assert.ok(dials.length > before);
});

test('a closed lifeline is inert: nothing is dialled, and nothing is told', () => {
	const {clock, dials, statuses, lifeline, fail} = createLifeline();
	lifeline.start();
	lifeline.close('You have left.', 0);
	const told = statuses.length;
	assert.equal(dials[0]?.isCancelled, true);
	fail();
	lifeline.lost('late');
	lifeline.retryNow();
	lifeline.close('again', 3);
	clock.pass(100_000);
	assert.equal(dials.length, 1);
	assert.equal(statuses.length, told);
	assert.deepEqual(statuses.at(-1), {status: 'closed', reason: 'You have left.', exitCode: 0});
	assert.equal(clock.waiting, 0);
});
