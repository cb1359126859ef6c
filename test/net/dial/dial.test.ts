import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';
import test from 'node:test';
import {createDial} from '../../../source/net/dial/dial.ts';
import type {SocketLogEntry} from '../../../source/net/socket-log.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';

const dialOnce = async (host: string, port: number, {pass = 0}: {readonly pass?: number} = {}) => {
	const clock = new FakeClock();
	const entries: SocketLogEntry[] = [];
	const dial = createDial({
		clock,
		log(entry) {
			entries.push(entry);
		},
	});
	const code = await new Promise<string>(resolve => {
		dial(
			{host, port},
			{
				onConnection(connection) {
					connection.destroy();
					resolve('connected');
				},
				onFailure: resolve,
			},
		);
		clock.pass(pass);
	});
	return {code, entries, clock};
};

test('a name is looked up, and the connection log has its address', async t => {
	const server = createServer().listen(0, 'localhost');
	t.after(() => server.close());
	await once(server, 'listening');
	const {code, entries} = await dialOnce('localhost', (server.address() as AddressInfo).port);
	assert.equal(code, 'connected');
	assert.deepEqual(
		entries.map(({verb}) => verb).filter((verb, index, all) => verb !== all[index - 1]),
		['lookup', 'socket', 'connect'],
	);
	assert.match(entries.findLast(({verb}) => verb === 'lookup')?.detail ?? '', /^localhost is (127\.0\.0\.1|::1)/);
});

test('an attempt without an answer fails after our own 4 s deadline', async () => {
	const {code, entries, clock} = await dialOnce('127.0.0.1', 1, {pass: 4000});
	assert.equal(code, 'ETIMEDOUT');
	assert.equal(entries.at(-1)?.verb, 'timeout');
	assert.equal(clock.waiting, 0);
});

test('a cancelled attempt calls no callback', async t => {
	const server = createServer().listen(0, '127.0.0.1');
	t.after(() => server.close());
	await once(server, 'listening');
	const clock = new FakeClock();
	const events: string[] = [];
	const cancel = createDial({clock, log() {}})(
		{host: '127.0.0.1', port: (server.address() as AddressInfo).port},
		{
			onConnection() {
				events.push('connected');
			},
			onFailure(code) {
				events.push(code);
			},
		},
	);
	cancel();
	clock.pass(10_000);
	// A callback of the first attempt would come before this connection.
	assert.equal((await dialOnce('127.0.0.1', (server.address() as AddressInfo).port)).code, 'connected');
	assert.deepEqual(events, []);
});
