import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import process from 'node:process';
import {suite, test, type TestContext} from 'node:test';
import type {Room} from '../../source/discovery/discovery.ts';
import {FoundRooms, serviceName} from '../../source/discovery/found-rooms.ts';
import {startProcess, type LineProcess} from '../helpers/line-process.ts';
import {openNamespace, withoutNamespaces} from '../helpers/network-namespace.ts';
import {openNetwork, withoutNetworks} from '../helpers/network.ts';
import {until} from '../helpers/until.ts';

const module = new URL('../../source/discovery/discovery.ts', import.meta.url).href;
const say = 'const say = event => console.log(JSON.stringify(event));';
/** How often the tests' browsers ask, in milliseconds. */
const interval = 1000;

const script = (...lines: readonly string[]) => [
	process.execPath,
	'--import',
	'tsx',
	'--input-type=module',
	'--eval',
	[say, ...lines].join('\n'),
];

/** Advertises until its input ends; then nothing may be left that keeps it. */
const hostOf = (tag: string, port: number) =>
	script(
		`import {advertise} from '${module}';`,
		`const {stop} = advertise({port: ${port}, tag: '${tag}', onError: error => say({error})});`,
		`process.stdin.resume().on('end', async () => {`,
		`const start = performance.now();`,
		`await stop();`,
		`say({stopped: performance.now() - start});`,
		`});`,
		`say({ready: true});`,
	);

const browserAsking = (every: number) =>
	script(
		`import {browse} from '${module}';`,
		`const {stop} = browse({interval: ${every}, onError: error => say({error}), onRooms: rooms => say({rooms})});`,
		`process.stdin.resume().on('end', stop);`,
		`say({ready: true});`,
	);
const browser = browserAsking(interval);

/** Tells each packet to the group, and sends there what its input says, both in base64. */
const rawPeer = script(
	`import {createSocket} from 'node:dgram';`,
	`import {createInterface} from 'node:readline';`,
	`const socket = createSocket({type: 'udp4', reuseAddr: true});`,
	`socket.on('message', (bytes, {address}) => say({from: address, packet: bytes.toString('base64')}));`,
	`socket.bind(5353, '0.0.0.0', () => {`,
	`const own = process.env.OWN_ADDRESS;`,
	`socket.addMembership('224.0.0.251', own);`,
	`socket.setMulticastInterface(own);`,
	`say({ready: true});`,
	`sendAll();`,
	`});`,
	// In its own time, so that no buffer on the way is full.
	`const sendAll = async () => {`,
	`for await (const line of createInterface(process.stdin)) {`,
	`socket.send(Buffer.from(line, 'base64'), 5353, '224.0.0.251', error => error && say({error: error.code}));`,
	`await new Promise(resolve => setTimeout(resolve, 2));`,
	`}`,
	`socket.close();`,
	`};`,
);

/** Holds the port of mDNS for itself until its input ends. */
const portHolder = script(
	`import {createSocket} from 'node:dgram';`,
	`const socket = createSocket('udp4').bind(5353, '0.0.0.0', () => say({ready: true}));`,
	`process.stdin.resume().on('end', () => socket.close());`,
);

const start = async (t: TestContext, command: readonly string[], env = {}) => {
	const child = startProcess(t, command, {env});
	await child.waitForEvent(event => event.ready === true);
	return child;
};

const roomsOf = (event: Readonly<Record<string, unknown>> | undefined) => event?.rooms as Room[] | undefined;

const waitForRooms = async (
	child: LineProcess,
	wanted: readonly Room[],
	options?: {readonly from?: number; readonly timeout?: number},
) => child.waitForEvent(event => JSON.stringify(event.rooms) === JSON.stringify(wanted), options);

const roomAt = (tag: string, host: string, port: number): Room => ({tag, endpoint: {host, port}, addresses: [host]});

/** Ends it through its input, and finds that nothing has kept it or gone wrong. */
const endWell = async (child: LineProcess) => {
	child.end();
	assert.deepEqual(await child.exited, {code: 0, signal: undefined});
	assert.deepEqual(child.errors(), []);
};

const u16 = (value: number) => Buffer.from([Math.floor(value / 256) % 256, value % 256]);
const nameOf = (name: string) =>
	Buffer.concat([
		...name.split('.').map(label => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
		Buffer.alloc(1),
	]);

const types = {a: 1, ptr: 12, txt: 16, aaaa: 28, srv: 33};

const recordOf = (name: string, type: keyof typeof types, data: Uint8Array, ttl = 120) =>
	Buffer.concat([nameOf(name), u16(types[type]), u16(1), u16(0), u16(ttl), u16(data.length), data]);

const questionOf = (name: string, type: keyof typeof types = 'ptr') =>
	Buffer.concat([nameOf(name), u16(types[type]), u16(1)]);

const queryOf = (...questions: readonly Uint8Array[]) =>
	Buffer.concat([u16(0), u16(0), u16(questions.length), u16(0), u16(0), u16(0), ...questions]);

const responseOf = (...records: readonly Uint8Array[]) =>
	Buffer.concat([u16(0), u16(0x84_00), u16(0), u16(records.length), u16(0), u16(0), ...records]);

const announcementOf = (tag: string, port: number, address: readonly number[], ttl = 120) => {
	const instance = `${tag}.${serviceName}`;
	return responseOf(
		recordOf(serviceName, 'ptr', nameOf(instance), ttl),
		recordOf(instance, 'srv', Buffer.concat([u16(0), u16(0), u16(port), nameOf(`${tag}.local`)])),
		recordOf(`${tag}.local`, 'a', Buffer.from(address)),
	);
};

const packetOf = (tag: string, port: unknown, addresses: readonly unknown[], ttl: unknown = 120) => ({
	answers: [{name: serviceName, type: 'PTR', ttl, data: `${tag}.${serviceName}`}],
	additionals: [
		{name: `${tag}.${serviceName}`, type: 'SRV', ttl: 120, data: {port, target: `${tag}.local`}},
		...addresses.map(data => ({name: `${tag}.local`, type: String(data).includes(':') ? 'AAAA' : 'A', ttl: 120, data})),
	],
});

const listOf = (packet: unknown, sender = '10.0.0.1') => {
	const list = new FoundRooms();
	list.hear(packet, sender);
	return list.rooms;
};

suite('a list of rooms', () => {
	test('the address that the packet came from is dialled, else IPv4, else global IPv6', () => {
		const addresses = ['fe80::1%eth0', '2001:db8::1', 'fe80::2', '172.17.0.1', '192.168.7.7', '10.0.0.1'];
		const hostsFor = (told: readonly string[], sender: string) => listOf(packetOf('a3f9c1', 5000, told), sender)[0];
		assert.deepEqual(hostsFor(addresses, '192.168.7.7'), {
			tag: 'a3f9c1',
			endpoint: {host: '192.168.7.7', port: 5000},
			addresses: ['192.168.7.7', '10.0.0.1', '172.17.0.1', '2001:db8::1', 'fe80::1%eth0'],
		});
		assert.equal(hostsFor(addresses, '10.9.9.9')?.endpoint.host, '10.0.0.1');
		assert.equal(hostsFor(addresses.slice(0, 3), '10.9.9.9')?.endpoint.host, '2001:db8::1');
		assert.deepEqual(hostsFor([], '10.9.9.9')?.addresses, ['10.9.9.9']);
	});

	test('what is no room is left out', () => {
		for (const tag of ['abc', 'a'.repeat(17), 'UPPER', 'with-dash', 'a b c d', '\u001B[31m', 'ääää', '']) {
			assert.deepEqual(listOf(packetOf(tag, 5000, ['10.0.0.1'])), [], tag);
		}

		for (const port of [0, 65_536, -1, 1.5, Number.NaN, '5000', undefined, null, {}]) {
			assert.deepEqual(listOf(packetOf('a3f9c1', port, ['10.0.0.1'])), [], JSON.stringify(port));
		}

		for (const packet of [
			undefined,
			null,
			1,
			'x',
			[],
			{answers: 1},
			{answers: [null, 1, {}, {name: serviceName, type: 'PTR', ttl: 1}]},
		]) {
			assert.deepEqual(listOf(packet), []);
		}

		assert.deepEqual(listOf(packetOf('a3f9c1', 5000, ['10.0.0.1'], '120')), []);
	});

	test('what nobody can dial, and what another computer says of this one, is no address', () => {
		const bad = [
			'0.0.0.0',
			'224.0.0.251',
			'255.255.255.255',
			'127.0.0.1',
			'::1',
			'::',
			'ff02::fb',
			'fe80::1',
			'::ffff:127.0.0.1',
		];
		for (const address of [...bad, 'localhost', '10.0.0.1; rm', `fe80::1%${'x'.repeat(100)}`, '', 7, null, {}]) {
			assert.deepEqual(
				listOf(packetOf('a3f9c1', 5000, [address]), '10.0.0.9')[0]?.addresses,
				['10.0.0.9'],
				JSON.stringify(address),
			);
		}

		assert.equal(listOf(packetOf('a3f9c1', 5000, ['127.0.0.1']), '127.0.0.1')[0]?.endpoint.host, '127.0.0.1');
	});

	test('there are at most 64 rooms, and 16 addresses of one', () => {
		const list = new FoundRooms();
		for (let n = 0; n < 200; n++) {
			const addresses = Array.from({length: 40}, (_, index) => `10.0.1.${index + 1}`);
			list.hear(packetOf(`room${n}`, 5000, addresses), `10.0.0.${n + 1}`);
		}

		assert.equal(list.rooms.length, 64);
		assert.equal(list.rooms[0]?.addresses.length, 16);
	});

	test('a room that answers stays, and one that has left four questions unanswered is gone', () => {
		const list = new FoundRooms();
		list.hear(packetOf('a3f9c1', 5000, ['10.0.0.1']), '10.0.0.1');
		for (let round = 0; round < 10; round++) {
			assert.equal(list.nextRound(), false);
			assert.equal(list.hear(packetOf('a3f9c1', 5000, ['10.0.0.1']), '10.0.0.1'), false);
		}

		for (let round = 0; round < 4; round++) {
			assert.equal(list.nextRound(), false);
		}

		assert.equal(list.rooms.length, 1);
		assert.equal(list.nextRound(), true);
		assert.deepEqual(list.rooms, []);
	});

	test('another computer neither changes a room that answers nor says its goodbye; one that has fallen silent may have moved', () => {
		const list = new FoundRooms();
		list.hear(packetOf('a3f9c1', 5000, ['10.0.0.1']), '10.0.0.1');
		list.nextRound();
		assert.equal(list.hear(packetOf('a3f9c1', 22, ['10.0.0.66']), '10.0.0.66'), false);
		assert.equal(list.hear(packetOf('a3f9c1', 5000, ['10.0.0.1'], 0), '10.0.0.66'), false);
		assert.deepEqual(list.rooms, [roomAt('a3f9c1', '10.0.0.1', 5000)]);
		list.nextRound();
		assert.equal(list.hear(packetOf('a3f9c1', 5000, ['10.0.0.2']), '10.0.0.2'), true);
		assert.deepEqual(list.rooms, [roomAt('a3f9c1', '10.0.0.2', 5000)]);
		assert.equal(list.hear(packetOf('a3f9c1', 5000, ['10.0.0.2'], 0), '10.0.0.2'), true);
		assert.deepEqual(list.rooms, []);
	});
});

suite('on a network', {concurrency: 2, skip: withoutNetworks(), timeout: 120_000}, () => {
	test('two hosts are two rooms, each with its port and address; a goodbye takes one away, and nothing keeps the processes', async t => {
		const network = openNetwork(t, ['alice', 'bob', 'carol']);
		const alice = await start(t, network.wrap('alice', hostOf('a3f9c1', 5001)));
		const carol = await start(t, network.wrap('carol', browser));
		const ofAlice = roomAt('a3f9c1', network.address('alice'), 5001);
		const ofBob = roomAt('b0b0', network.address('bob'), 65_535);
		await waitForRooms(carol, [ofAlice]);
		const bob = await start(t, network.wrap('bob', hostOf('b0b0', 65_535)));
		await waitForRooms(carol, [ofAlice, ofBob]);

		const from = carol.events().length;
		const said = Date.now();
		await endWell(alice);
		await waitForRooms(carol, [ofBob], {from});
		// By the goodbye, and not for want of answers.
		assert.ok(Date.now() - said < 4 * interval, `${Date.now() - said} ms`);
		const stopped = alice.events().find(event => 'stopped' in event)?.stopped as number;
		assert.ok(stopped < 500, `${stopped} ms`);

		network.vanish('bob');
		await waitForRooms(carol, []);
		await endWell(carol);
		assert.deepEqual(
			carol.events().filter(event => 'error' in event),
			[],
		);
		await endWell(bob);
	});

	test('a host that gets a network late, and another address, is found there', async t => {
		const network = openNetwork(t, ['alice', 'carol']);
		network.linkDown('alice');
		const alice = await start(t, network.wrap('alice', hostOf('a3f9c1', 5001)));
		const carol = await start(t, network.wrap('carol', browser));
		network.linkUp('alice');
		await waitForRooms(carol, [roomAt('a3f9c1', network.address('alice'), 5001)]);
		const address = network.changeAddress('alice');
		await waitForRooms(carol, [roomAt('a3f9c1', address, 5001)]);
		await endWell(alice);
		await endWell(carol);
	});

	test('garbage does no harm, and a packet of many questions gets one answer', async t => {
		const network = openNetwork(t, ['alice', 'carol', 'mallory']);
		const alice = await start(t, network.wrap('alice', hostOf('a3f9c1', 5001)));
		const carol = await start(t, network.wrap('carol', browserAsking(5000)));
		const mallory = await start(t, network.wrap('mallory', rawPeer), {OWN_ADDRESS: network.address('mallory')});
		await waitForRooms(carol, [roomAt('a3f9c1', network.address('alice'), 5001)]);

		const send = (packet: Uint8Array) => {
			mallory.say(Buffer.from(packet).toString('base64'));
		};

		const valid = announcementOf('evil', 6666, [10, 77, 0, 3]);
		// Random, and the same each time.
		const noise = (n: number) => createHash('shake256', {outputLength: 400}).update(String(n)).digest();
		for (let n = 0; n < 60; n++) {
			send(noise(n));
			send(Buffer.concat([noise(n).subarray(0, 12), Buffer.from(`\u000C${serviceName}`), noise(n)]));
			send(valid.subarray(0, n * 3));
			// One byte is another.
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
		send(Buffer.concat([responseOf().fill(1, 7, 8), loop]));
		send(
			responseOf(
				...Array.from({length: 120}, (_, n) => recordOf(serviceName, 'ptr', nameOf(`spam${n}.${serviceName}`))),
			),
		);
		send(Buffer.concat([valid.subarray(0, 6), u16(65_535), valid.subarray(8)]));
		send(announcementOf('nul0', 0, [10, 77, 0, 3]));
		send(announcementOf('\u001B[31m', 22, [10, 77, 0, 3]));
		send(announcementOf('a3f9c1', 22, [10, 77, 0, 3]));
		send(announcementOf('a3f9c1', 5001, [10, 77, 0, 1], 0));
		// Behind all of it, and once more if one is lost.
		const found = await until(
			() => {
				send(announcementOf('here', 22, [127, 0, 0, 1]));
				send(announcementOf('last', 7777, [10, 77, 0, 3]));
				const rooms = roomsOf(carol.events().at(-1)) ?? [];
				return ['here', 'last'].every(tag => rooms.some(room => room.tag === tag)) && rooms;
			},
			{every: 200},
		);
		const own = network.address('mallory');
		assert.deepEqual(
			found.filter(({tag}) => tag !== 'evil'),
			[roomAt('a3f9c1', network.address('alice'), 5001), roomAt('here', own, 22), roomAt('last', own, 7777)],
		);

		carol.end();
		await carol.exited;
		const before = mallory.events().length;
		send(queryOf(...Array.from({length: 100}, () => questionOf(serviceName))));
		send(queryOf(questionOf(`a3f9c1.${serviceName}`, 'srv')));
		const answers = () =>
			mallory
				.events()
				.slice(before)
				.filter(event => event.from === network.address('alice'))
				.map(event => Buffer.from(event.packet as string, 'base64'));
		// The answer to the second question begins with another name.
		const isPointer = (packet: Uint8Array) => Buffer.from(packet).indexOf(nameOf(serviceName)) === 12;
		await until(() => answers().some(packet => !isPointer(packet)));
		const count = answers().filter(packet => isPointer(packet)).length;
		// It may just have told of itself, unasked.
		assert.ok(count === 1 || count === 2, `${count} answers`);
		await endWell(alice);
		await endWell(mallory);
		assert.deepEqual(carol.errors(), []);
	});

	test('no packet tells a name of the computer or the person', async t => {
		const network = openNetwork(t, ['alice', 'mallory']);
		const mallory = await start(t, network.wrap('mallory', rawPeer), {OWN_ADDRESS: network.address('mallory')});
		const named = [
			'unshare',
			'--uts',
			'sh',
			'-c',
			'echo secret-machine > /proc/sys/kernel/hostname && exec "$@"',
			'sh',
		];
		const env = {
			USER: 'secret-person',
			LOGNAME: 'secret-person',
			HOME: '/home/secret-person',
			HOSTNAME: 'secret-machine',
		};
		const alice = await start(t, network.wrap('alice', [...named, ...hostOf('a3f9c1', 5001)]), env);
		mallory.say(queryOf(questionOf(serviceName)).toString('base64'));
		await mallory.waitForEvent(event => event.from === network.address('alice'));
		await endWell(alice);
		const isGoodbye = (packet: Uint8Array) =>
			Buffer.from(packet).includes(Buffer.concat([nameOf(serviceName), u16(12), u16(1), u16(0), u16(0)]));
		const packets = () =>
			mallory
				.events()
				.filter(event => event.from === network.address('alice'))
				.map(event => Buffer.from(event.packet as string, 'base64'));
		await until(() => packets().some(isGoodbye));
		assert.ok(packets().length >= 2);
		for (const packet of packets()) {
			assert.ok(packet.includes(nameOf('a3f9c1.local')));
			assert.doesNotMatch(packet.toString('latin1'), /secret|socket-chat-\d/i);
		}

		await endWell(mallory);
	});
});

suite('where there is no multicast', {concurrency: 2, skip: withoutNamespaces(), timeout: 60_000}, () => {
	test('without a network both say so once, and go on until they are stopped', async t => {
		const lonely = (command: readonly string[]) => ['unshare', '-n', ...command];
		for (const child of [await start(t, lonely(hostOf('a3f9c1', 5001))), await start(t, lonely(browser))]) {
			await child.waitForEvent(event => event.error === 'ENETUNREACH');
			await endWell(child);
			assert.equal(child.events().filter(event => 'error' in event).length, 1);
		}
	});

	test('while another program holds the port both say so once, and find each other when it is free', async t => {
		const {wrap} = openNamespace(t);
		const holder = await start(t, wrap(portHolder));
		const host = await start(t, wrap(hostOf('a3f9c1', 5001)));
		const join = await start(t, wrap(browser));
		for (const child of [host, join]) {
			await child.waitForEvent(event => event.error === 'EADDRINUSE');
		}

		await endWell(holder);
		await waitForRooms(join, [roomAt('a3f9c1', '127.0.0.1', 5001)]);
		await endWell(host);
		await waitForRooms(join, []);
		await endWell(join);
		assert.equal([...host.events(), ...join.events()].filter(event => 'error' in event).length, 2);
	});

	test('who stops at once leaves nothing that keeps the process, and nothing is said after that', async t => {
		const child = await start(
			t,
			openNamespace(t).wrap(
				script(
					`import {advertise, browse} from '${module}';`,
					`const events = {onError: error => say({error}), onRooms: rooms => say({rooms})};`,
					`browse(events).stop();`,
					`await advertise({port: 5001, tag: 'a3f9c1', ...events}).stop();`,
					`say({ready: true});`,
				),
			),
		);
		await endWell(child);
		assert.equal(child.events().length, 1);
	});
});
