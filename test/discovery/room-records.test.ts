import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {hostname, type NetworkInterfaceInfo} from 'node:os';
import test from 'node:test';
import {serviceName} from '../../source/discovery/mdns-packet.ts';
import {
	answerQuestion,
	createGoodbye,
	createRoomRecords,
	expireOldAddresses,
} from '../../source/discovery/room-records.ts';

const address = {name: 'a3f9c1.local', type: 'A', ttl: 120, data: '10.0.0.1'};
const records = [
	...createRoomRecords({host: '::', port: 5001, tag: 'a3f9c1'}).filter(({type}) => type !== 'A' && type !== 'AAAA'),
	address,
];
const instance = `a3f9c1.${serviceName}`;

const listTypes = (name: string, type: string) => {
	const {answers, additionals} = answerQuestion(records, {name, type});
	return [answers, additionals].map(list => list.map(record => record.type));
};

test('a room has a pointer, a service, a text of one empty string and the service type, under its tag and no other name', () => {
	assert.deepEqual(
		records.map(({name, type, data}) => [name, type, data]),
		[
			[serviceName, 'PTR', instance],
			[instance, 'SRV', {port: 5001, target: 'a3f9c1.local'}],
			[instance, 'TXT', ['']],
			['_services._dns-sd._udp.local', 'PTR', serviceName],
			['a3f9c1.local', 'A', '10.0.0.1'],
		],
	);
	assert.ok(!JSON.stringify(createRoomRecords({host: '::', port: 5001, tag: 'a3f9c1'})).includes(`"${hostname()}`));
});

test('the answer to a pointer question brings the records that a client needs to dial', () => {
	assert.deepEqual(listTypes(serviceName, 'PTR'), [['PTR'], ['SRV', 'TXT', 'A']]);
	assert.deepEqual(listTypes(serviceName.toUpperCase(), 'PTR'), [['PTR'], ['SRV', 'TXT', 'A']]);
});

test('other questions are answered with the records of that name and type', () => {
	assert.deepEqual(listTypes(instance, 'SRV'), [['SRV'], []]);
	assert.deepEqual(listTypes(instance, 'ANY'), [['SRV', 'TXT'], []]);
	assert.deepEqual(answerQuestion(records, {name: 'a3f9c1.local', type: 'A'}).answers, [address]);
	assert.deepEqual(listTypes('a3f9c1.local', 'AAAA'), [[], []]);
	assert.deepEqual(listTypes(`other.${serviceName}`, 'SRV'), [[], []]);
});

const info = (address: string, options: {readonly internal?: boolean} = {}): NetworkInterfaceInfo => {
	const common = {address, netmask: '', mac: '02:00:00:00:00:01', internal: false, cidr: null, ...options};
	return address.includes(':') ? {...common, family: 'IPv6', scopeid: 0} : {...common, family: 'IPv4'};
};

const interfaces = {
	lo: [info('127.0.0.1', {internal: true})],
	eth0: [info('10.0.0.1'), info('2001:db8::1'), info('fe80::1')],
	wlan0: [info('10.1.0.1')],
};

const listAddresses = (host: string) =>
	createRoomRecords({host, port: 5001, tag: 'a3f9c1'}, interfaces)
		.filter(({type}) => type === 'A' || type === 'AAAA')
		.map(({data}) => data);

test('AB: a room announces the addresses that it listens on and no other', () => {
	assert.deepEqual(listAddresses('::'), ['10.0.0.1', '2001:db8::1', 'fe80::1', '10.1.0.1']);
	assert.deepEqual(listAddresses('0.0.0.0'), ['10.0.0.1', '10.1.0.1']);
	assert.deepEqual(listAddresses('10.1.0.1'), ['10.1.0.1']);
	assert.deepEqual(listAddresses('fe80::1%eth0'), ['fe80::1']);
	assert.deepEqual(listAddresses('10.9.9.9'), []);
});

test('L: an address that is gone is withdrawn, and the others stay', () => {
	const now = createRoomRecords({host: '::', port: 5001, tag: 'a3f9c1'}, {eth0: [info('10.0.0.1'), info('10.0.0.2')]});
	assert.deepEqual(
		expireOldAddresses(createRoomRecords({host: '0.0.0.0', port: 5001, tag: 'a3f9c1'}, interfaces), now),
		[{name: 'a3f9c1.local', type: 'A', ttl: 0, data: '10.1.0.1'}],
	);
});

test('a goodbye withdraws the room, and not the type of the service, which other rooms may have', () => {
	const goodbye = createGoodbye(records);
	assert.deepEqual(
		goodbye.map(({name, ttl}) => [name, ttl]),
		[
			[serviceName, 0],
			[instance, 0],
			[instance, 0],
			['a3f9c1.local', 0],
		],
	);
});

test('a proof is in the text', () => {
	const text = createRoomRecords({host: '::', port: 5001, tag: 'a3f9c1', proof: 'ab'.repeat(8)}).find(
		({type}) => type === 'TXT',
	);
	assert.deepEqual(text?.data, [`room=${'ab'.repeat(8)}`]);
});

test('a name is in the text after the proof, clean and at most 255 bytes', () => {
	const readText = (name: string) =>
		createRoomRecords({host: '::', port: 5001, tag: 'a3f9c1', proof: 'ab'.repeat(8), name}).find(
			({type}) => type === 'TXT',
		)?.data;
	assert.deepEqual(readText("Ada's laptop"), [`room=${'ab'.repeat(8)}`, "name=Ada's laptop"]);
	assert.deepEqual(readText('\u001B[31m“x”'), [`room=${'ab'.repeat(8)}`, 'name=31mx']);
	const letter = '\u{10400}\u{1E000}\u{1E001}';
	const [, long = ''] = readText(letter.repeat(24)) as readonly string[];
	assert.match(long, new RegExp(`^name=(?:${letter}){20}$`, 'u'));
	assert.ok(Buffer.byteLength(long) <= 255);
});
