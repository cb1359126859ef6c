import assert from 'node:assert/strict';
import {once} from 'node:events';
import {connect, createServer, type Socket} from 'node:net';
import test, {type TestContext} from 'node:test';
import {until} from '../helpers/until.ts';
import {createRandom} from '../model/random.ts';
import {Proxy} from './proxy.ts';

/** Records what one end of a connection receives. */
const watch = (socket: Socket) => {
	const end = {socket, text: '', chunks: 0, ended: false, closed: false, code: ''};
	socket.on('data', chunk => {
		end.text += chunk.toString();
		end.chunks++;
	});
	socket.on('end', () => {
		end.ended = true;
	});
	socket.on('close', () => {
		end.closed = true;
	});
	socket.on('error', error => {
		end.code = 'code' in error ? String(error.code) : error.message;
	});
	return end;
};

/** Starts a host and a proxy to it. `dial` connects through the proxy. */
const setUp = async (t: TestContext) => {
	const hosts: Array<ReturnType<typeof watch>> = [];
	const clients: Array<ReturnType<typeof watch>> = [];
	const server = createServer({allowHalfOpen: true}, socket => {
		hosts.push(watch(socket));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const proxy = new Proxy({
		port: 0,
		targetPort: typeof address === 'object' && address ? address.port : 0,
		random: createRandom(1, 'proxy'),
	});
	await proxy.listen();
	t.after(() => {
		proxy.close();
		server.close();
		for (const {socket} of [...hosts, ...clients]) {
			socket.destroy();
		}
	});

	const dial = async () => {
		const client = watch(connect({port: proxy.port, host: '127.0.0.1', allowHalfOpen: true}));
		const count = hosts.length;
		clients.push(client);
		const host = await until(() => hosts[count]);
		return {client, host};
	};

	return {proxy, dial};
};

test('the proxy forwards bytes and ends both ways, also more bytes than the sockets buffer', async t => {
	const {proxy, dial} = await setUp(t);
	const {client, host} = await dial();
	const much = 'x'.repeat(5_000_000);
	client.socket.end(much);
	host.socket.write('hello');
	await until(() => host.ended && client.text === 'hello');
	assert.equal(host.text.length, much.length);
	host.socket.end();
	await until(() => client.closed && host.closed && proxy.connections === 0);
});

test('a reset reaches both ends', async t => {
	const {proxy, dial} = await setUp(t);
	const {client, host} = await dial();
	proxy.reset();
	await until(() => client.closed && host.closed);
	assert.deepEqual([client.code, host.code], ['ECONNRESET', 'ECONNRESET']);
});

test('a reset of one end reaches the other', async t => {
	const {dial} = await setUp(t);
	const {client, host} = await dial();
	client.socket.resetAndDestroy();
	await until(() => host.closed);
	assert.equal(host.code, 'ECONNRESET');
});

test('an end reaches both ends as a FIN', async t => {
	const {proxy, dial} = await setUp(t);
	const {client, host} = await dial();
	proxy.end();
	await until(() => client.ended && host.ended);
});

test('the proxy resets a connection in the middle of a frame', async t => {
	const {proxy, dial} = await setUp(t);
	const {client, host} = await dial();
	proxy.cutInFrame('to-host');
	host.socket.write('unharmed\n');
	await until(() => client.text === 'unharmed\n');
	client.socket.write('{"type":"post"}\n');
	await until(() => client.closed && host.closed);
	assert.match(host.text, /^{.*[^\n]$/);
	assert.ok('{"type":"post"}\n'.startsWith(host.text));
});

test('a black hole holds bytes and ends in its direction only, and forwards them afterwards', async t => {
	const {proxy, dial} = await setUp(t);
	const {client, host} = await dial();
	proxy.blackHole({directions: ['to-host'], scope: 'present', duration: 60_000});
	client.socket.end('swallowed');
	host.socket.write('one way');
	await until(() => client.text === 'one way');
	const other = await dial();
	other.client.socket.write('past it');
	await until(() => other.host.text === 'past it');
	assert.deepEqual([host.text, host.ended, proxy.healthySince], ['', false, Number.POSITIVE_INFINITY]);
	proxy.endFaults();
	await until(() => host.text === 'swallowed' && host.ended);
	assert.ok(proxy.healthySince <= Date.now());
});

test('a black hole on the path holds new connections too, a black hole on the next connection only that one', async t => {
	const {proxy, dial} = await setUp(t);
	proxy.blackHole({directions: ['to-host', 'to-client'], scope: 'path', duration: 300});
	const {client, host} = await dial();
	client.socket.write('late');
	await until(() => host.text === 'late');
	proxy.blackHole({directions: ['to-host'], scope: 'next', duration: 60_000});
	await until(() => host.closed);
	const next = await dial();
	const one = await dial();
	next.client.socket.write('first');
	one.client.socket.write('second');
	await until(() => one.host.text === 'second');
	assert.equal(next.host.text, '');
	proxy.endFaults();
	await until(() => next.host.text === 'first');
});

test('the proxy refuses new connections for a time', async t => {
	const {proxy, dial} = await setUp(t);
	const {client} = await dial();
	proxy.refuse(200);
	await until(() => client.closed);
	const refused = watch(connect(proxy.port, '127.0.0.1'));
	await until(() => refused.closed);
	assert.equal(refused.code, 'ECONNREFUSED');
	await until(() => proxy.healthySince < Number.POSITIVE_INFINITY);
	await dial();
});

test('a slow proxy forwards all bytes, delayed or in pieces of a few bytes', async t => {
	const {proxy, dial} = await setUp(t);
	const {client, host} = await dial();
	proxy.slow({isSplitting: true, duration: 60_000});
	client.socket.write('y'.repeat(600));
	await until(() => host.text.length === 600);
	assert.ok(host.chunks > 10, `${host.chunks} chunks`);
	proxy.endFaults();
	proxy.slow({delay: 150, duration: 60_000});
	const before = performance.now();
	host.socket.write('z');
	await until(() => client.text === 'z');
	assert.ok(performance.now() - before >= 140);
});
