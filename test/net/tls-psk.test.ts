import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {connect as connectTcp} from 'node:net';
import test from 'node:test';
import {createServer as createTlsServer, type TLSSocket} from 'node:tls';
import {rogueFile, serveWith} from '../helpers/server.ts';
import {until} from '../helpers/until.ts';
import {rightKey, hello, openHost, tcp, tls, join, dial, serve} from './open-private-host.ts';

for (const cipher of ['TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256']) {
	test(`a client with the key is admitted over TLS 1.3 with ${cipher} and an ephemeral key exchange`, async t => {
		const {port, said} = await openHost(t);
		const {socket} = await join(t, port, {options: {ciphers: cipher}});
		assert.equal(socket.getProtocol(), 'TLSv1.3');
		assert.equal(socket.getCipher().standardName, cipher);
		// Without such an exchange there is no type; its name differs between versions of Node.
		assert.equal(typeof Object(socket.getEphemeralKeyInfo()).type, 'string');
		assert.equal(said('secure', new RegExp(`TLSv1.3 ${cipher}$`)).length, 1);
	});
}

test('our own dial is admitted, and nothing it sends is readable on the wire', async t => {
	const {port} = await openHost(t);
	const seen: Uint8Array[] = [];
	const wire = await serve(t, socket => {
		const onwards = connectTcp({port, host: '127.0.0.1'});
		onwards.on('error', () => undefined);
		t.after(() => {
			onwards.destroy();
		});
		socket.on('data', chunk => {
			seen.push(chunk);
			onwards.write(chunk);
		});
		onwards.on('data', chunk => {
			seen.push(chunk);
			socket.write(chunk);
		});
	});
	const connection = await dial(t, wire.port);
	assert.ok(typeof connection !== 'string');
	let text = '';
	connection.listen({
		onData(chunk) {
			text += Buffer.from(chunk).toString();
		},
		onEnd() {},
		onDrain() {},
		onClose() {},
	});
	connection.write(`${JSON.stringify(hello())}\n`, {note: 'hello'});
	await until(() => text.includes('"type":"welcome"'));
	const onTheWay = Buffer.concat(seen).toString('latin1');
	for (const secret of ['hello', 'welcome', 'aaaaaaaa', 'name a', 'main']) {
		assert.equal(onTheWay.includes(secret), false, secret);
	}
});

test('another key is refused on both ends, and the host logs it', async t => {
	const {port, room, said} = await openHost(t);
	assert.equal(await dial(t, port, randomBytes(32)), 'auth');
	await until(() => said('secure', /failed: ERR_SSL_/).length === 1);
	assert.deepEqual(room.members, []);
});

test('another identity, TLS version or hash, or no key at all, is refused', async t => {
	const {port, room} = await openHost(t);
	for (const options of [
		{pskCallback: () => ({psk: rightKey, identity: 'somebody'})},
		{minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: 'PSK-AES128-GCM-SHA256'},
		{ciphers: 'TLS_AES_256_GCM_SHA384'},
		{pskCallback: undefined},
	] as const) {
		const {socket, peer} = tls(t, port, rightKey, options);
		socket.on('secureConnect', () => {
			peer.send(hello());
		});
		await peer.ended();
		assert.equal(peer.text, '');
	}

	assert.deepEqual(room.members, []);
});

test('no session ticket admits a client without the key', async t => {
	const {port, room} = await openHost(t);
	const {socket, peer} = tls(t, port, rightKey);
	const sessions: Array<NonNullable<ReturnType<TLSSocket['getSession']>>> = [];
	socket.on('session', session => {
		sessions.push(session);
	});
	await once(socket, 'secureConnect');
	peer.send(hello());
	await peer.frame('welcome');
	peer.send({type: 'ping', k: 1});
	await peer.frame('pong');
	const own = socket.getSession();
	for (const session of own ? [...sessions, own] : sessions) {
		for (const pskCallback of [undefined, () => ({psk: randomBytes(32), identity: 'socket-chat'})]) {
			const {socket: again, peer: guest} = tls(t, port, rightKey, {session, pskCallback});
			again.on('secureConnect', () => {
				guest.send(hello('b'));
			});
			await guest.ended();
			assert.equal(guest.text, '');
		}
	}

	assert.equal(room.members.length, 1);
});

test('replaying the bytes of a member does not open a connection', async t => {
	const {port, room} = await openHost(t);
	const wire = await serve(t, socket => {
		const onwards = connectTcp({port, host: '127.0.0.1'});
		onwards.on('error', () => undefined);
		socket.pipe(onwards).pipe(socket);
	});
	const {peer} = await join(t, wire.port);
	peer.send({type: 'post', n: 1, text: 'once'});
	await peer.frame('msg');
	const replay = await tcp(t, port);
	replay.send(wire.received());
	await replay.ended();
	assert.equal(room.log.head, 1);
	peer.send({type: 'ping', k: 1});
	await peer.frame('pong');
});

test('one changed byte on the wire ends the connection, and its message is not read', async t => {
	const {port, room} = await openHost(t);
	let isFlipping = false;
	const wire = await serve(t, socket => {
		const onwards = connectTcp({port, host: '127.0.0.1'});
		onwards.on('error', () => undefined);
		onwards.on('close', () => {
			socket.destroy();
		});
		onwards.on('data', chunk => {
			socket.write(chunk);
		});
		socket.on('data', chunk => {
			const last = chunk.length - 1;
			chunk.writeUInt8((chunk.readUInt8(last) + (isFlipping ? 1 : 0)) % 256, last);
			onwards.write(chunk);
		});
	});
	const {peer} = await join(t, wire.port);
	isFlipping = true;
	peer.send({type: 'post', n: 1, text: 'changed'});
	await peer.ended();
	assert.equal(room.log.head, 0);
});

test('a client sends nothing to a host without the key, even if it has a trusted certificate', async t => {
	const rogue = createTlsServer({key: rogueFile('host.key'), cert: rogueFile('host.pem'), minVersion: 'TLSv1.3'});
	const {port, received} = await serveWith(t, rogue, 'secureConnection');
	// The options of Node's documentation accept this host, and would send it the hello.
	const {socket} = tls(t, port, rightKey, {ca: [rogueFile('ca.pem')]});
	await once(socket, 'secureConnect');
	assert.equal(socket.authorized, true);
	socket.destroy();
	assert.equal(await dial(t, port), 'protocol');
	assert.equal(received().length, 0);
});
