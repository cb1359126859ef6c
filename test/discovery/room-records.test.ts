import assert from 'node:assert/strict';
import {hostname} from 'node:os';
import test from 'node:test';
import {serviceName} from '../../source/discovery/mdns-packet.ts';
import {answerQuestion, createRoomRecords} from '../../source/discovery/room-records.ts';

const address = {name: 'a3f9c1.local', type: 'A', ttl: 120, data: '10.0.0.1'};
const records = [
	...createRoomRecords({port: 5001, tag: 'a3f9c1'}).filter(({type}) => type !== 'A' && type !== 'AAAA'),
	address,
];
const instance = `a3f9c1.${serviceName}`;

const listTypes = (name: string, type: string) => {
	const {answers, additionals} = answerQuestion(records, {name, type});
	return [answers, additionals].map(list => list.map(record => record.type));
};

test('a room has a pointer, a service, an empty text and the service type, under its tag and no other name', () => {
	assert.deepEqual(
		records.map(({name, type, data}) => [name, type, data]),
		[
			[serviceName, 'PTR', instance],
			[instance, 'SRV', {port: 5001, target: 'a3f9c1.local'}],
			[instance, 'TXT', []],
			['_services._dns-sd._udp.local', 'PTR', serviceName],
			['a3f9c1.local', 'A', '10.0.0.1'],
		],
	);
	assert.ok(!JSON.stringify(createRoomRecords({port: 5001, tag: 'a3f9c1'})).includes(`"${hostname()}`));
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
