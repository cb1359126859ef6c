import assert from 'node:assert/strict';
import test from 'node:test';
import {formatLogDetail} from '../../../source/chat/socket-log/format-log-detail.ts';
import {addZones, findAddresses, orderAddresses} from '../../../source/net/dial/lookup.ts';
import {createSocketLog} from '../../../source/net/socket-log.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {endOfTurn} from '../../helpers/turn.ts';

/** Looks `box` up; the test answers. */
const openLookup = (host = 'box') => {
	const clock = new FakeClock();
	const entries: string[] = [];
	const outcome: string[] = [];
	let resolve: (addresses: readonly string[]) => void = () => undefined;
	let reject: (error: Error) => void = () => undefined;
	const cancel = findAddresses(
		{host, port: 5000},
		{
			clock,
			log: createSocketLog(entry => {
				entries.push(`${entry.verb} ${formatLogDetail(entry)}`);
			}),
			lookUp: async () =>
				new Promise((onAnswer, onError) => {
					resolve = onAnswer;
					reject = onError;
				}),
		},
		{
			onAddresses(addresses) {
				outcome.push(addresses.join(' '));
			},
			onFailure(code) {
				outcome.push(code);
			},
		},
	);
	return {
		clock,
		entries,
		outcome,
		cancel,
		async answer(...addresses: readonly string[]) {
			resolve(addresses);
			await endOfTurn();
		},
		async fail(code: string) {
			reject(Object.assign(new Error(code), {code}));
			await endOfTurn();
		},
	};
};

test('F: both families are tried in turn, each address once', () => {
	const order = (...addresses: readonly string[]) => orderAddresses(addresses).join(' ');
	assert.equal(order('a::1', 'a::2', 'a::3', '1.1.1.1', '2.2.2.2'), 'a::1 1.1.1.1 a::2 2.2.2.2 a::3');
	assert.equal(order('1.1.1.1', '2.2.2.2', 'a::1'), '1.1.1.1 a::1 2.2.2.2');
	assert.equal(order('1.1.1.1', 'a::1', 'a::2', 'a::3'), '1.1.1.1 a::1 a::2 a::3');
	assert.equal(order('a::1', '::ffff:1.1.1.1', '1.1.1.1', 'a::1'), 'a::1 1.1.1.1');
	assert.equal(order(...Array.from({length: 100}, (_, index) => `a::${index}`)).split(' ').length, 16);
	assert.equal(order(), '');
});

test('a link-local address of a name is tried on each interface', () => {
	const addresses = ['192.0.2.1', 'fe80::1', 'fe80::2%eth1'];
	assert.deepEqual(addZones(addresses, ['eth0', 'eth1']), [
		'192.0.2.1',
		'fe80::1%eth0',
		'fe80::1%eth1',
		'fe80::2%eth1',
	]);
	assert.deepEqual(addZones(addresses, []), ['192.0.2.1', 'fe80::2%eth1']);
});

test('an IP address is not looked up', () => {
	for (const host of ['192.0.2.1', '::1', 'fe80::1%br_lan']) {
		const {outcome, entries, clock} = openLookup(host);
		assert.deepEqual(outcome, [host]);
		assert.deepEqual(entries, []);
		assert.equal(clock.waiting, 0);
	}
});

test('the connection log has the question, and the answer or the failure', async () => {
	const found = openLookup();
	assert.deepEqual(found.entries, ['lookup box']);
	await found.answer('a::1', '1.1.1.1');
	assert.deepEqual(found.entries, ['lookup box', 'lookup box is a::1, 1.1.1.1']);
	assert.equal(found.clock.waiting, 0);
	const failed = openLookup();
	await failed.fail('EAI_AGAIN');
	assert.deepEqual(failed.outcome, ['EAI_AGAIN']);
	assert.deepEqual(failed.entries, ['lookup box', 'lookup box failed: EAI_AGAIN']);
	const empty = openLookup();
	await empty.answer();
	assert.deepEqual(empty.outcome, ['ENOTFOUND']);
});

test('a lookup without an answer fails after 15 s, and a later answer is ignored', async () => {
	const slow = openLookup();
	slow.clock.pass(14_999);
	assert.deepEqual(slow.outcome, []);
	slow.clock.pass(1);
	await slow.answer('1.1.1.1');
	assert.deepEqual(slow.outcome, ['EAI_AGAIN']);
	assert.deepEqual(slow.entries, [
		'lookup box',
		"timeout lookup of box: no answer, gave up after 15 s (this program's limit)",
	]);
});

test('a cancelled lookup calls back no more', async () => {
	const {cancel, answer, outcome, clock} = openLookup();
	cancel();
	await answer('1.1.1.1');
	assert.deepEqual(outcome, []);
	assert.equal(clock.waiting, 0);
});
