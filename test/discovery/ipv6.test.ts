import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {openNetwork, withoutNetworks} from '../helpers/network.ts';
import {advertiser, browser, createRoom, endCleanly, readRooms, start, waitForRooms} from './discovery-process.ts';

suite('on a network with IPv6', {concurrency: 2, skip: withoutNetworks(), timeout: 120_000}, () => {
	test('AB: without IPv4, a room is found at its address, and goes with its goodbye', async t => {
		const network = openNetwork(t, ['alice', 'carol']);
		const address = network.useIPv6Only('alice');
		network.useIPv6Only('carol');
		const alice = await start(t, network.wrap('alice', advertiser('a3f9c1', 5001)));
		const carol = await start(t, network.wrap('carol', browser));
		await waitForRooms(carol, [createRoom('a3f9c1', address, 5001)]);
		await endCleanly(alice);
		await waitForRooms(carol, []);
		await endCleanly(carol);
	});

	test('AB: with link-local addresses alone, a room is found through the interface that heard it', async t => {
		const network = openNetwork(t, ['alice', 'carol']);
		for (const side of ['alice', 'carol'] as const) {
			network.removeIPv6(side, network.useIPv6Only(side));
		}

		const alice = await start(t, network.wrap('alice', advertiser('a3f9c1', 5001)));
		const carol = await start(t, network.wrap('carol', browser));
		const event = await carol.waitForEvent(each => readRooms(each)?.length === 1);
		assert.match(readRooms(event)?.[0]?.endpoint.host ?? '', /^fe80::[\da-f:]+%eth0$/);
		await endCleanly(alice);
		await endCleanly(carol);
	});

	test('AB: a room that listens on IPv4 alone is found by it, and one on a single address at that one', async t => {
		const network = openNetwork(t, ['alice', 'bob', 'carol']);
		const alice = await start(t, network.wrap('alice', advertiser('a3f9c1', 5001, '0.0.0.0')));
		const bob = await start(t, network.wrap('bob', advertiser('b0b0', 5001, network.address('bob'))));
		const carol = await start(t, network.wrap('carol', browser));
		const expected = [
			createRoom('a3f9c1', network.address('alice'), 5001),
			createRoom('b0b0', network.address('bob'), 5001),
		];
		const event = await carol.waitForEvent(each => JSON.stringify(each.rooms) === JSON.stringify(expected));
		assert.ok(event);
		for (const child of [alice, bob, carol]) {
			await endCleanly(child);
		}
	});
});
