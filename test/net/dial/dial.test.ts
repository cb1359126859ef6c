import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer, Socket, type AddressInfo} from 'node:net';
import test from 'node:test';
import {formatLogDetail} from '../../../source/chat/socket-log/format-log-detail.ts';
import type {Connection} from '../../../source/net/connection.ts';
import {createDial} from '../../../source/net/dial/dial.ts';
import {openSocket} from '../../../source/net/dial/race.ts';
import {createSocketLog, type SocketLogEntry} from '../../../source/net/socket-log.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';

const dialOnce = async (host: string, port: number, {pass = 0}: {readonly pass?: number} = {}) => {
	const clock = new FakeClock();
	const entries: SocketLogEntry[] = [];
	const dial = createDial({
		clock,
		log: createSocketLog(entry => {
			entries.push(entry);
		}),
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
		['lookup', 'socket', 'connect', 'close'],
	);
	assert.match(entries.findLast(({verb}) => verb === 'lookup')?.addresses?.[0] ?? '', /^(127\.0\.0\.1|::1)$/);
});

test('when the address fails, the further ones of this computer are tried, each once', async t => {
	const server = createServer().listen(0, '127.0.0.1');
	t.after(() => server.close());
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	const dialled: string[] = [];
	const dialFrom = async (host: string, more: readonly string[]) =>
		new Promise<string>(resolve => {
			const dial = createDial({
				clock: new FakeClock(),
				log: createSocketLog(() => undefined),
				findMore: async () => more,
				openSocket(to) {
					dialled.push(to.host);
					return to.host === '127.0.0.1' ? openSocket(to) : openSocket({host: '127.0.0.1', port: 1});
				},
			});
			const onConnection = (connection: Connection) => {
				connection.destroy();
				resolve('connected');
			};

			dial({host, port}, {onConnection, onFailure: resolve});
		});

	assert.equal(await dialFrom('127.0.5.1', ['127.0.5.1', '127.0.6.1', '127.0.0.1']), 'connected');
	assert.deepEqual(dialled.splice(0), ['127.0.5.1', '127.0.6.1', '127.0.0.1']);
	assert.equal(await dialFrom('127.0.0.1', ['127.0.5.1']), 'connected');
	assert.deepEqual(dialled.splice(0), ['127.0.0.1']);
	assert.equal(await dialFrom('127.0.5.1', ['127.0.6.1']), 'ECONNREFUSED');
	assert.equal(await dialFrom('127.0.5.1', []), 'ECONNREFUSED');
});

test('an attempt without an answer fails after our own 4 s deadline', async () => {
	const {code, entries, clock} = await dialOnce('127.0.0.1', 1, {pass: 4000});
	assert.equal(code, 'no-answer');
	assert.deepEqual(
		entries.slice(-2).map(({verb}) => verb),
		['timeout', 'close'],
	);
	assert.equal(clock.waiting, 0);
});

test('a cancelled attempt calls no callback', async t => {
	const server = createServer().listen(0, '127.0.0.1');
	t.after(() => server.close());
	await once(server, 'listening');
	const clock = new FakeClock();
	const events: string[] = [];
	const cancel = createDial({clock, log: createSocketLog(() => undefined)})(
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

test('F: a name is looked up for each dial, and its present addresses are tried', async t => {
	const server = createServer().listen(0, '127.0.0.1');
	t.after(() => server.close());
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	const answers = [['127.0.0.1'], ['::ffff:127.0.0.1', '127.0.0.1']];
	const entries: string[] = [];
	const dial = createDial({
		clock: new FakeClock(),
		log: createSocketLog(entry => {
			entries.push(`${entry.verb} ${formatLogDetail(entry)}`);
		}),
		lookUp: async () => answers.shift() ?? [],
	});
	const dialBox = async () =>
		new Promise<string>(resolve => {
			dial(
				{host: 'box', port},
				{
					onConnection(connection) {
						connection.destroy();
						resolve(connection.remote);
					},
					onFailure: resolve,
				},
			);
		});
	assert.equal(await dialBox(), `127.0.0.1:${port}`);
	assert.equal(await dialBox(), `127.0.0.1:${port}`);
	assert.equal(await dialBox(), 'ENOTFOUND');
	assert.deepEqual(
		entries.filter(entry => entry.startsWith('lookup')),
		[
			'lookup box',
			'lookup box is 127.0.0.1',
			'lookup box',
			'lookup box is 127.0.0.1',
			'lookup box',
			'lookup box is without an address',
		],
	);
	assert.equal(entries.filter(entry => entry === `connect to 127.0.0.1:${port}`).length, 2);
});

test('when all addresses have failed, the one that answered decides', async () => {
	const dial = createDial({
		clock: new FakeClock(),
		log: createSocketLog(() => undefined),
		lookUp: async () => ['2001:db8::1', '192.0.2.1'],
		openSocket({host}) {
			const socket = new Socket();
			const code = host === '192.0.2.1' ? 'ECONNREFUSED' : 'ENETUNREACH';
			queueMicrotask(() => {
				socket.emit('error', Object.assign(new Error(code), {code}));
			});
			return socket;
		},
	});
	const code = await new Promise(resolve => {
		dial({host: 'box', port: 5000}, {onConnection: resolve, onFailure: resolve});
	});
	assert.equal(code, 'ECONNREFUSED');
});
