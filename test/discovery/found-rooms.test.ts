import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import {FoundRooms} from '../../source/discovery/found-rooms.ts';
import {serviceName} from '../../source/discovery/mdns-packet.ts';
import {createRoom} from './discovery-process.ts';

const createResponse = (tag: string, port: unknown, addresses: readonly unknown[], ttl: unknown = 120) => ({
	answers: [{name: serviceName, type: 'PTR', ttl, data: `${tag}.${serviceName}`}],
	additionals: [
		{name: `${tag}.${serviceName}`, type: 'SRV', ttl: 120, data: {port, target: `${tag}.local`}},
		...addresses.map(data => ({name: `${tag}.local`, type: String(data).includes(':') ? 'AAAA' : 'A', ttl: 120, data})),
	],
});

const findRooms = (packet: unknown, sender = '10.0.0.1', isNear?: (address: string) => boolean) => {
	const list = new FoundRooms(isNear);
	list.receive(packet, sender);
	return list.rooms;
};

test('the source address of the packet is dialled first, then IPv4, then global IPv6', () => {
	const addresses = ['fe80::1%eth0', '2001:db8::1', 'fe80::2', '172.17.0.1', '192.168.7.7', '10.0.0.1'];
	const hostsFor = (announced: readonly string[], sender: string) =>
		findRooms(createResponse('a3f9c1', 5000, announced), sender)[0];
	assert.deepEqual(hostsFor(addresses, '192.168.7.7'), {
		tag: 'a3f9c1',
		endpoint: {host: '192.168.7.7', port: 5000},
		addresses: ['192.168.7.7', '10.0.0.1', '172.17.0.1', '2001:db8::1', 'fe80::1%eth0'],
	});
	assert.equal(hostsFor(addresses, '10.9.9.9')?.endpoint.host, '10.0.0.1');
	assert.equal(hostsFor(addresses.slice(0, 3), '10.9.9.9')?.endpoint.host, '2001:db8::1');
	assert.deepEqual(hostsFor([], '10.9.9.9')?.addresses, ['10.9.9.9']);
});

test('responses with an invalid tag, port or structure list no room', () => {
	for (const tag of ['abc', 'a'.repeat(17), 'UPPER', 'with-dash', 'a b c d', '\u001B[31m', 'ääää', '']) {
		assert.deepEqual(findRooms(createResponse(tag, 5000, ['10.0.0.1'])), [], tag);
	}

	for (const port of [0, 65_536, -1, 1.5, Number.NaN, '5000', undefined, null, {}]) {
		assert.deepEqual(findRooms(createResponse('a3f9c1', port, ['10.0.0.1'])), [], JSON.stringify(port));
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
		assert.deepEqual(findRooms(packet), []);
	}

	assert.deepEqual(findRooms(createResponse('a3f9c1', 5000, ['10.0.0.1'], '120')), []);
});

test('addresses that cannot be dialled are ignored, and so is a loopback address from another computer', () => {
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
			findRooms(createResponse('a3f9c1', 5000, [address]), '10.0.0.9')[0]?.addresses,
			['10.0.0.9'],
			JSON.stringify(address),
		);
	}

	assert.equal(findRooms(createResponse('a3f9c1', 5000, ['127.0.0.1']), '127.0.0.1')[0]?.endpoint.host, '127.0.0.1');
});

test('the list keeps at most 64 rooms, and 16 addresses of each', () => {
	const list = new FoundRooms();
	for (let n = 0; n < 200; n++) {
		const addresses = Array.from({length: 40}, (_, index) => `10.0.1.${index + 1}`);
		list.receive(createResponse(`room${n}`, 5000, addresses), `10.0.0.${n + 1}`);
	}

	assert.equal(list.rooms.length, 64);
	assert.equal(list.rooms[0]?.addresses.length, 16);
});

test('a room stays while it answers, and goes after it has left four queries unanswered', () => {
	const list = new FoundRooms();
	list.receive(createResponse('a3f9c1', 5000, ['10.0.0.1']), '10.0.0.1');
	for (let round = 0; round < 10; round++) {
		assert.equal(list.countQuery(), false);
		assert.equal(list.receive(createResponse('a3f9c1', 5000, ['10.0.0.1']), '10.0.0.1'), false);
	}

	for (let round = 0; round < 4; round++) {
		assert.equal(list.countQuery(), false);
	}

	assert.equal(list.rooms.length, 1);
	assert.equal(list.countQuery(), true);
	assert.deepEqual(list.rooms, []);
});

test('no other computer changes or removes a room while it answers; a silent room may move to another address', () => {
	const list = new FoundRooms();
	list.receive(createResponse('a3f9c1', 5000, ['10.0.0.1']), '10.0.0.1');
	list.countQuery();
	assert.equal(list.receive(createResponse('a3f9c1', 22, ['10.0.0.66']), '10.0.0.66'), false);
	assert.equal(list.receive(createResponse('a3f9c1', 5000, ['10.0.0.1'], 0), '10.0.0.66'), false);
	assert.deepEqual(list.rooms, [createRoom('a3f9c1', '10.0.0.1', 5000)]);
	list.countQuery();
	assert.equal(list.receive(createResponse('a3f9c1', 5000, ['10.0.0.2']), '10.0.0.2'), true);
	assert.deepEqual(list.rooms, [createRoom('a3f9c1', '10.0.0.2', 5000)]);
	assert.equal(list.receive(createResponse('a3f9c1', 5000, ['10.0.0.2'], 0), '10.0.0.2'), true);
	assert.deepEqual(list.rooms, []);
});

test('AB: a link-local address is dialled through the interface that announced it', () => {
	const response = createResponse('a3f9c1', 5000, ['fe80::1', 'fe80::2']);
	assert.deepEqual(findRooms(response, 'fe80::2%eth0')[0]?.addresses, ['fe80::2%eth0', 'fe80::1%eth0']);
	assert.deepEqual(findRooms(createResponse('a3f9c1', 5000, []), 'fe80::2%eth0')[0]?.endpoint, {
		host: 'fe80::2%eth0',
		port: 5000,
	});
});

test('AB: an address in one of the own networks is dialled before the sender by its link, and that before others', () => {
	const response = createResponse('a3f9c1', 5000, ['172.17.0.1', '2001:db8::1', 'fd77::1', 'fe80::1']);
	const isNear = (address: string) => address === 'fd77::1';
	assert.deepEqual(findRooms(response, 'fe80::1%eth0', isNear)[0]?.addresses, [
		'fd77::1',
		'fe80::1%eth0',
		'172.17.0.1',
		'2001:db8::1',
	]);
});

test('AB: a room that announces itself by IPv4 and by IPv6 is listed once, and either may go silent', () => {
	const list = new FoundRooms();
	const response = createResponse('a3f9c1', 5000, ['10.0.0.1', 'fe80::1']);
	list.receive(response, '10.0.0.1');
	assert.equal(list.receive(response, 'fe80::1%eth0'), false);
	assert.equal(list.rooms.length, 1);
	for (let round = 0; round < 10; round++) {
		list.countQuery();
		list.receive(response, 'fe80::1%eth0');
	}

	assert.deepEqual(
		list.rooms.map(({tag}) => tag),
		['a3f9c1'],
	);
});

const findRoomWithText = (...texts: readonly unknown[]) => {
	const response = createResponse('a3f9c1', 5000, ['10.0.0.1']);
	const text = {name: `a3f9c1.${serviceName}`, type: 'TXT', ttl: 4500, data: texts};
	return findRooms({...response, additionals: [...response.additionals, text]})[0];
};

test('a proof is read from the text, and anything else in it is ignored', () => {
	const readProof = (...texts: readonly unknown[]) => findRoomWithText(...texts)?.proof;
	assert.equal(readProof(Buffer.from('a=b'), Buffer.from(`room=${'ab'.repeat(8)}`)), 'ab'.repeat(8));
	for (const text of ['room=', `room=${'x'.repeat(16)}`, `room=${'a'.repeat(65)}`, '', 7, null]) {
		assert.equal(readProof(text), undefined, String(text));
	}
});

test('an announced name is read without what could harm a terminal or pass for more than a name', () => {
	const readName = (...texts: readonly unknown[]) => findRoomWithText(...texts)?.name;
	assert.equal(readName(Buffer.from('a=b'), Buffer.from("name=Ada's laptop")), "Ada's laptop");
	assert.equal(readName(Buffer.from('name=one'), Buffer.from('name=two')), 'one');
	assert.equal(readName(Buffer.from('name=Zoë 日本')), 'Zoë 日本');
	for (const [text, name] of [
		['name=main, yours, at 10.0.0.66:22', 'main yours at 10.0.0.662'],
		['name=x” at 10.0.0.1:5000 “y', 'x at 10.0.0.15000 y'],
		['name=\u001B]0;evil\u0007\n\rx', '0evilx'],
		['name=\u202Eabc\u2066\u200B', 'abc'],
		[`name=${'w'.repeat(200)}`, 'w'.repeat(24)],
		[`name=a${'\u0301'.repeat(100)}`, 'á\u0301\u0301'],
	] as const) {
		assert.equal(readName(Buffer.from(text)), name);
	}

	for (const text of ['name=', 'name', 'name=\u001B\n', 'name=,;“”', 'NAME', '', 7, null]) {
		assert.deepEqual(findRoomWithText(text), createRoom('a3f9c1', '10.0.0.1', 5000), String(text));
	}

	assert.equal(readName(Buffer.from([...Buffer.from('name='), 0xff, 0xfe])), undefined);
});
