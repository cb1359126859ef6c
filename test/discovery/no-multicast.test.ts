import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {openNamespace, unshareNetwork, withoutNamespaces} from '../helpers/network-namespace.ts';
import {
	advertiser,
	browser,
	createRoom,
	endCleanly,
	importAdvertise,
	importBrowse,
	portHolder,
	script,
	start,
	waitForRooms,
} from './discovery-process.ts';

suite('without multicast', {concurrency: 2, skip: withoutNamespaces(), timeout: 60_000}, () => {
	test('without a network, advertiser and browser report one error each and run until they are stopped', async t => {
		const lonely = (command: readonly string[]) => [...unshareNetwork(), ...command];
		for (const child of [await start(t, lonely(advertiser('a3f9c1', 5001))), await start(t, lonely(browser))]) {
			await child.waitForEvent(event => event.error === 'ENETUNREACH');
			await endCleanly(child);
			assert.equal(child.events().filter(event => 'error' in event).length, 1);
		}
	});

	test('while another program holds the mDNS port, both report one error; once it is free, they find each other', async t => {
		const {wrap} = openNamespace(t);
		const holder = await start(t, wrap(portHolder));
		const host = await start(t, wrap(advertiser('a3f9c1', 5001)));
		const client = await start(t, wrap(browser));
		for (const child of [host, client]) {
			await child.waitForEvent(event => event.error === 'EADDRINUSE');
		}

		await endCleanly(holder);
		await waitForRooms(client, [createRoom('a3f9c1', '127.0.0.1', 5001)]);
		await endCleanly(host);
		await waitForRooms(client, []);
		await endCleanly(client);
		assert.equal([...host.events(), ...client.events()].filter(event => 'error' in event).length, 2);
	});

	test('stopped at once, neither keeps the process alive nor calls back', async t => {
		const child = await start(
			t,
			openNamespace(t).wrap(
				script(
					importAdvertise,
					importBrowse,
					`const events = {onError: error => say({error}), onRooms: rooms => say({rooms})};`,
					`browse(events).stop();`,
					`await advertise({host: '::', port: 5001, tag: 'a3f9c1', ...events}).stop();`,
					`say({ready: true});`,
				),
			),
		);
		await endCleanly(child);
		assert.equal(child.events().length, 1);
	});
});
