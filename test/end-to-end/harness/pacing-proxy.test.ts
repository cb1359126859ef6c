import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {createServer} from 'node:net';
import test from 'node:test';
import {openPacingProxy} from '../../helpers/pacing-proxy.ts';
import {connectTo} from '../../helpers/raw-peer.ts';
import {serveWith} from '../../helpers/server.ts';
import {until} from '../../helpers/until.ts';

test('a pacing proxy forwards all bytes each way, no faster than its pace', async t => {
	const down = Buffer.alloc(6000, 'd');
	const {port, received} = await serveWith(t, createServer(), 'connection', socket => {
		socket.write(down);
	});
	const proxy = await openPacingProxy(t, port, {down: 8000, up: 2000});
	const started = performance.now();
	const peer = await connectTo(t, proxy.port);
	peer.send('u'.repeat(1000));
	await until(() => received().length === 1000);
	assert.ok(performance.now() - started >= 400, `up after ${performance.now() - started} ms`);
	await until(() => peer.text.length === 6000);
	assert.ok(performance.now() - started >= 600, `down after ${performance.now() - started} ms`);
	assert.deepEqual(proxy.forwarded(), {down: 6000, up: 1000});
});
