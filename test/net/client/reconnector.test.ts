import assert from 'node:assert/strict';
import test from 'node:test';
import type {Connection} from '../../../source/net/connection.ts';
import type {DialEvents} from '../../../source/net/dial/dial.ts';
import {Reconnector, type LinkStatus} from '../../../source/net/client/reconnector.ts';
import {createSocketLog} from '../../../source/net/socket-log.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';

// The reconnector passes a connection on without using it.
const connection = {} as unknown as Connection;

const createReconnector = () => {
	const clock = new FakeClock(0);
	const dials: Array<DialEvents & {isCancelled: boolean}> = [];
	const statuses: LinkStatus[] = [];
	const hosts: string[] = [];
	let abandoned = 0;
	const reconnector = new Reconnector({
		endpoint: {host: 'example', port: 5000},
		clock,
		random: () => 1,
		// These tests do not check the log.
		log: createSocketLog(() => undefined),
		dial({host}, events) {
			hosts.push(host);
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
			reconnector.onOpen({status: 'open', address: 'example:5000'});
		},
		onAbandon() {
			abandoned++;
		},
	});
	const fail = () => dials.at(-1)?.onFailure('ECONNREFUSED');
	const succeed = () => dials.at(-1)?.onConnection(connection);
	return {clock, dials, hosts, statuses, reconnector, fail, succeed, abandoned: () => abandoned};
};

test('each failure makes the delay longer, and the status says when the next attempt is and why', () => {
	const {clock, dials, statuses, reconnector, fail} = createReconnector();
	reconnector.start();
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

test('a host that was there and no longer listens is gone', () => {
	const {clock, statuses, reconnector, fail, succeed, dials} = createReconnector();
	reconnector.start();
	succeed();
	reconnector.onOpen({status: 'open', address: 'example:5000'});
	reconnector.onLost('The connection was lost.');
	clock.pass(250);
	assert.equal(dials.length, 2);
	fail();
	assert.equal(Object(statuses.at(-1)).reason, 'The host is gone.');
});

test('retryNow ends the wait, and does nothing if there is none', () => {
	const {dials, reconnector, fail, succeed, clock} = createReconnector();
	reconnector.start();
	reconnector.retryNow();
	assert.equal(dials.length, 1);
	fail();
	reconnector.retryNow();
	assert.equal(dials.length, 2);
	clock.pass(60_000);
	assert.equal(dials.length, 2);
	succeed();
	reconnector.retryNow();
	assert.equal(dials.length, 2);
});

test('a connection that was open for 10 s resets the count of failures, a shorter one does not', () => {
	const {clock, statuses, reconnector, fail, succeed} = createReconnector();
	const attempt = () => {
		const status = statuses.at(-1);
		return status?.status === 'waiting' ? status.attempt : undefined;
	};

	reconnector.start();
	fail();
	reconnector.retryNow();
	succeed();
	clock.pass(9000);
	reconnector.onLost('The connection was lost.');
	assert.equal(attempt(), 2);
	reconnector.retryNow();
	succeed();
	clock.pass(10_000);
	reconnector.onLost('The connection was lost.');
	assert.equal(attempt(), 1);
});

test('after the computer slept, the link dials at once, whatever it was doing', () => {
	const {clock, dials, reconnector, fail, succeed, abandoned} = createReconnector();
	reconnector.start();
	succeed();
	clock.pass(3000);
	clock.sleep(5000);
	clock.pass(1000);
	assert.equal(dials.length, 1, 'a short stop does not count as sleep');
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
		reconnector.retryNow();
	}

	fail();
	const before = dials.length;
	clock.sleep(60_000);
	clock.pass(1000);
	assert.ok(dials.length > before);
});

test('a closed reconnector dials no more and reports nothing', () => {
	const {clock, dials, statuses, reconnector, fail} = createReconnector();
	reconnector.start();
	reconnector.close('You have left.', 0);
	const {length} = statuses;
	assert.equal(dials[0]?.isCancelled, true);
	fail();
	reconnector.onLost('late');
	reconnector.retryNow();
	reconnector.close('again', 3);
	clock.pass(100_000);
	assert.equal(dials.length, 1);
	assert.equal(statuses.length, length);
	assert.deepEqual(statuses.at(-1), {status: 'closed', reason: 'You have left.', exitCode: 0});
	assert.equal(clock.waiting, 0);
});

test('M: a room that is found elsewhere is dialled there at once, then in turn with the old address until one answers', () => {
	const {clock, hosts, statuses, reconnector, fail, succeed} = createReconnector();
	reconnector.start();
	fail();
	assert.ok(reconnector.moveTo({host: 'new', port: 5000}));
	assert.equal(reconnector.moveTo({host: 'new', port: 5000}), false);
	assert.deepEqual(hosts, ['example', 'new']);
	fail();
	clock.pass(60_000);
	fail();
	clock.pass(60_000);
	assert.deepEqual(hosts, ['example', 'new', 'example', 'new']);
	succeed();
	assert.equal(statuses.at(-1)?.status, 'open');
	assert.equal(reconnector.moveTo({host: 'third', port: 5000}), false);
	reconnector.onLost('lost');
	clock.pass(60_000);
	assert.equal(hosts.at(-1), 'new');
});

test('M: another room at the address that was announced, or at the old one, ends nothing', () => {
	const {clock, dials, hosts, statuses, reconnector, fail} = createReconnector();
	reconnector.start();
	fail();
	reconnector.moveTo({host: 'impostor', port: 5000});
	dials.at(-1)?.onFailure('auth');
	assert.equal(statuses.at(-1)?.status, 'waiting');
	clock.pass(60_000);
	assert.equal(hosts.at(-1), 'example');
	dials.at(-1)?.onFailure('auth');
	assert.equal(statuses.at(-1)?.status, 'waiting');
});
