import assert from 'node:assert/strict';
import {Socket} from 'node:net';
import test from 'node:test';
import {formatLogDetail} from '../../../source/chat/socket-log/format-log-detail.ts';
import {chooseFailure, raceAddresses} from '../../../source/net/dial/race.ts';
import {createSocketLog} from '../../../source/net/socket-log.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';

const first = '2001:db8::1';
const second = '192.0.2.1';
const third = '2001:db8::2';

/** A race over sockets that connect and fail when the test says so. */
const openRace = (...addresses: readonly string[]) => {
	const clock = new FakeClock();
	const sockets = new Map<string, Socket>();
	const entries: string[] = [];
	const outcome: string[] = [];
	const findSocket = (address: string): Socket => {
		const socket = sockets.get(address);
		assert.ok(socket, `${address} is being tried`);
		return socket;
	};

	const cancel = raceAddresses(
		addresses,
		{
			port: 5000,
			clock,
			log: createSocketLog(entry => {
				entries.push(`${entry.verb} ${formatLogDetail(entry)}`);
			}),
			openSocket({host}) {
				const socket = new Socket();
				sockets.set(host, socket);
				return socket;
			},
		},
		{
			onConnected(socket) {
				outcome.push(`connected to ${addresses.filter(address => sockets.get(address) === socket).join(' ')}`);
			},
			onFailure(failures) {
				outcome.push(failures.map(({address, code}) => `${address} ${code}`).join(', '));
			},
		},
	);
	return {
		clock,
		entries,
		outcome,
		cancel,
		tried: () => [...sockets.keys()],
		isOpen: (address: string) => !findSocket(address).destroyed,
		connect(address: string) {
			findSocket(address).emit('connect');
		},
		fail(address: string, code: string) {
			findSocket(address).emit('error', Object.assign(new Error(code), {code}));
		},
	};
};

test('F: a slow address wins after the next one has started, and the others are dropped', () => {
	const race = openRace(first, second, third);
	assert.deepEqual(race.tried(), [first]);
	race.clock.pass(249);
	assert.deepEqual(race.tried(), [first]);
	race.clock.pass(1);
	race.clock.pass(250);
	assert.deepEqual(race.tried(), [first, second, third]);
	race.clock.pass(3400);
	assert.ok(race.isOpen(first));
	race.connect(first);
	assert.deepEqual(race.outcome, [`connected to ${first}`]);
	assert.ok(race.isOpen(first));
	assert.ok(!race.isOpen(second));
	assert.ok(!race.isOpen(third));
	assert.equal(race.clock.waiting, 0);
	assert.deepEqual(race.entries, [
		'socket TCP',
		`connect to [${first}]:5000`,
		'socket TCP',
		`connect to ${second}:5000`,
		'socket TCP',
		`connect to [${third}]:5000`,
		`close the socket that was to reach ${second}:5000`,
		`close the socket that was to reach [${third}]:5000`,
	]);
	race.fail(second, 'ECONNREFUSED');
	assert.equal(race.outcome.length, 1);
});

test('F: each address has 4 s of its own', () => {
	const race = openRace(first, second);
	race.clock.pass(250);
	race.clock.pass(3750);
	assert.ok(!race.isOpen(first));
	assert.ok(race.isOpen(second));
	race.clock.pass(249);
	assert.deepEqual(race.outcome, []);
	race.clock.pass(1);
	assert.deepEqual(race.outcome, [`${first} no-answer, ${second} no-answer`]);
	assert.equal(race.clock.waiting, 0);
	assert.deepEqual(race.entries.slice(-4), [
		`timeout to [${first}]:5000: gave up after 4 s (this program's limit)`,
		`close the socket that was to reach [${first}]:5000`,
		`timeout to ${second}:5000: gave up after 4 s (this program's limit)`,
		`close the socket that was to reach ${second}:5000`,
	]);
});

test('an address that is refused makes way for the next at once', () => {
	const race = openRace(first, second, third);
	race.fail(first, 'ECONNREFUSED');
	assert.deepEqual(race.tried(), [first, second]);
	race.fail(second, 'ENETUNREACH');
	race.connect(third);
	assert.deepEqual(race.outcome, [`connected to ${third}`]);
	assert.equal(race.clock.waiting, 0);
});

test('a refusal while others wait does not end the race', () => {
	const race = openRace(first, second);
	race.clock.pass(250);
	race.fail(second, 'ECONNREFUSED');
	assert.deepEqual(race.outcome, []);
	race.connect(first);
	assert.deepEqual(race.outcome, [`connected to ${first}`]);
});

test('a cancelled race drops all attempts and calls back no more', () => {
	const race = openRace(first, second, third);
	race.clock.pass(250);
	race.cancel();
	assert.ok(!race.isOpen(first));
	assert.ok(!race.isOpen(second));
	race.clock.pass(10_000);
	race.fail(first, 'ECONNRESET');
	assert.deepEqual(race.tried(), [first, second]);
	assert.deepEqual(race.outcome, []);
});

test('the failure that tells most is reported, wherever it stands', () => {
	const choose = (...codes: readonly string[]) =>
		chooseFailure(codes.map((code, index) => ({address: index === 0 ? first : second, code})));

	assert.equal(choose('ENETUNREACH', 'ECONNREFUSED'), 'ECONNREFUSED');
	assert.equal(choose('no-answer', 'ECONNREFUSED'), 'ECONNREFUSED');
	assert.equal(choose('EHOSTUNREACH', 'no-answer'), 'no-answer');
	assert.equal(choose('EADDRNOTAVAIL', 'EHOSTUNREACH'), 'EHOSTUNREACH');
	assert.equal(choose('EINVAL', 'ENETUNREACH'), 'EINVAL');
	assert.equal(choose('ENETUNREACH', 'ENETUNREACH'), 'ENETUNREACH');
	assert.equal(choose('ENETUNREACH'), 'no-ipv6');
	assert.equal(chooseFailure([{address: second, code: 'ENETUNREACH'}]), 'ENETUNREACH');
});
