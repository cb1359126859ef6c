import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import {suite, test} from 'node:test';
import {serviceName} from '../../source/discovery/mdns-packet.ts';
import {openNetwork, withoutNetworks} from '../helpers/network.ts';
import {until} from '../helpers/until.ts';
import {
	encodeAnnouncement,
	encodeName,
	encodeQuery,
	encodeQuestion,
	encodeRecord,
	encodeResponse,
	u16,
} from './dns-bytes.ts';
import {
	advertiser,
	browser,
	createBrowser,
	createRoom,
	endCleanly,
	interval,
	rawPeer,
	readRooms,
	start,
	waitForRooms,
	withoutLinkLocal,
} from './discovery-process.ts';

suite('on a network', {concurrency: 2, skip: withoutNetworks(), timeout: 120_000}, () => {
	test('two hosts are listed with their ports and addresses; a goodbye removes one, and every process exits', async t => {
		const network = openNetwork(t, ['alice', 'bob', 'carol']);
		const alice = await start(t, network.wrap('alice', advertiser('a3f9c1', 5001)));
		const carol = await start(t, network.wrap('carol', browser));
		const ofAlice = createRoom('a3f9c1', network.address('alice'), 5001);
		const ofBob = createRoom('b0b0', network.address('bob'), 65_535);
		await waitForRooms(carol, [ofAlice]);
		const bob = await start(t, network.wrap('bob', advertiser('b0b0', 65_535)));
		await waitForRooms(carol, [ofAlice, ofBob]);

		const from = carol.events().length;
		const said = Date.now();
		await endCleanly(alice);
		await waitForRooms(carol, [ofBob], {from});
		// By its goodbye, not by unanswered queries.
		assert.ok(Date.now() - said < 4 * interval, `${Date.now() - said} ms`);
		const stopped = alice.events().find(event => 'stopped' in event)?.stopped as number;
		assert.ok(stopped < 500, `${stopped} ms`);

		network.vanish('bob');
		await waitForRooms(carol, []);
		await endCleanly(carol);
		assert.deepEqual(
			carol.events().filter(event => 'error' in event),
			[],
		);
		await endCleanly(bob);
	});

	test('a host is found once its network is up, and again at its new address', async t => {
		const network = openNetwork(t, ['alice', 'carol']);
		network.linkDown('alice');
		const alice = await start(t, network.wrap('alice', advertiser('a3f9c1', 5001)));
		const carol = await start(t, network.wrap('carol', browser));
		network.linkUp('alice');
		await waitForRooms(carol, [createRoom('a3f9c1', network.address('alice'), 5001)]);
		const address = network.changeAddress('alice');
		await waitForRooms(carol, [createRoom('a3f9c1', address, 5001)]);
		await endCleanly(alice);
		await endCleanly(carol);
	});

	test('malformed packets do no harm, and a packet of 100 questions gets one answer', async t => {
		const network = openNetwork(t, ['alice', 'carol', 'mallory']);
		const alice = await start(t, network.wrap('alice', advertiser('a3f9c1', 5001)));
		const carol = await start(t, network.wrap('carol', createBrowser(5000)));
		const mallory = await start(t, network.wrap('mallory', rawPeer), {OWN_ADDRESS: network.address('mallory')});
		await waitForRooms(carol, [createRoom('a3f9c1', network.address('alice'), 5001)]);

		const send = (packet: Uint8Array) => {
			mallory.say(Buffer.from(packet).toString('base64'));
		};

		const valid = encodeAnnouncement('evil', 6666, [10, 77, 0, 3]);
		// Pseudorandom bytes, the same in each run.
		const noise = (n: number) => createHash('shake256', {outputLength: 400}).update(String(n)).digest();
		for (let n = 0; n < 60; n++) {
			send(noise(n));
			send(Buffer.concat([noise(n).subarray(0, 12), Buffer.from(`\u000C${serviceName}`), noise(n)]));
			send(valid.subarray(0, n * 3));
			// One byte replaced, one left out.
			send(
				Buffer.concat([
					valid.subarray(0, n + 2),
					Buffer.from([n * 7]),
					valid.subarray(n + 3, n + 40),
					valid.subarray(n + 41),
				]),
			);
		}

		const loop = Buffer.concat([Buffer.from([0xc0, 12]), Buffer.from(`_socket-chat`)]);
		send(Buffer.concat([encodeResponse().fill(1, 7, 8), loop]));
		send(
			encodeResponse(
				...Array.from({length: 120}, (_, n) => encodeRecord(serviceName, 'ptr', encodeName(`spam${n}.${serviceName}`))),
			),
		);
		send(Buffer.concat([valid.subarray(0, 6), u16(65_535), valid.subarray(8)]));
		send(encodeAnnouncement('nul0', 0, [10, 77, 0, 3]));
		send(encodeAnnouncement('\u001B[31m', 22, [10, 77, 0, 3]));
		send(encodeAnnouncement('a3f9c1', 22, [10, 77, 0, 3]));
		send(encodeAnnouncement('a3f9c1', 5001, [10, 77, 0, 1], 0));
		// Sent after all of it, and repeated: UDP may lose packets.
		const found = await until(
			() => {
				send(encodeAnnouncement('here', 22, [127, 0, 0, 1]));
				send(encodeAnnouncement('last', 7777, [10, 77, 0, 3]));
				const rooms = readRooms(carol.events().at(-1)) ?? [];
				return ['here', 'last'].every(tag => rooms.some(room => room.tag === tag)) && rooms;
			},
			{every: 200},
		);
		const own = network.address('mallory');
		assert.deepEqual(withoutLinkLocal(found.filter(({tag}) => tag !== 'evil')), [
			createRoom('a3f9c1', network.address('alice'), 5001),
			createRoom('here', own, 22),
			createRoom('last', own, 7777),
		]);

		carol.end();
		await carol.exited;
		const before = mallory.events().length;
		send(encodeQuery(...Array.from({length: 100}, () => encodeQuestion(serviceName))));
		send(encodeQuery(encodeQuestion(`a3f9c1.${serviceName}`, 'srv')));
		const answers = () =>
			mallory
				.events()
				.slice(before)
				.filter(event => event.from === network.address('alice'))
				.map(event => Buffer.from(event.packet as string, 'base64'));
		// The answer to the SRV question begins with the instance's name.
		const isPointer = (packet: Uint8Array) => Buffer.from(packet).indexOf(encodeName(serviceName)) === 12;
		await until(() => answers().some(packet => !isPointer(packet)));
		const count = answers().filter(packet => isPointer(packet)).length;
		// It may just have announced of itself, unasked.
		assert.ok(count === 1 || count === 2, `${count} answers`);
		await endCleanly(alice);
		await endCleanly(mallory);
		assert.deepEqual(carol.errors(), []);
	});

	test('no packet contains the name of the computer or of the user', async t => {
		const network = openNetwork(t, ['alice', 'mallory']);
		const mallory = await start(t, network.wrap('mallory', rawPeer), {OWN_ADDRESS: network.address('mallory')});
		const named = ['unshare', '--uts', 'sh', '-c', 'hostname secret-machine && exec "$@"', 'sh'];
		const env = {
			USER: 'secret-person',
			LOGNAME: 'secret-person',
			HOME: '/home/secret-person',
			HOSTNAME: 'secret-machine',
		};
		const alice = await start(t, network.wrap('alice', [...named, ...advertiser('a3f9c1', 5001)]), env);
		mallory.say(encodeQuery(encodeQuestion(serviceName)).toString('base64'));
		await mallory.waitForEvent(event => event.from === network.address('alice'));
		await endCleanly(alice);
		const isGoodbye = (packet: Uint8Array) =>
			Buffer.from(packet).includes(Buffer.concat([encodeName(serviceName), u16(12), u16(1), u16(0), u16(0)]));
		const packets = () =>
			mallory
				.events()
				.filter(event => event.from === network.address('alice'))
				.map(event => Buffer.from(event.packet as string, 'base64'));
		await until(() => packets().some(isGoodbye));
		assert.ok(packets().length >= 2);
		for (const packet of packets()) {
			assert.ok(packet.includes(encodeName('a3f9c1.local')));
			assert.doesNotMatch(packet.toString('latin1'), /secret|socket-chat-\d/i);
		}

		await endCleanly(mallory);
	});
});
