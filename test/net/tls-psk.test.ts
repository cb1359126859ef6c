import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {connect as connectTcp, createServer, Socket} from 'node:net';
import test, {type TestContext} from 'node:test';
import {connect as connectTls, createServer as createTlsServer, TLSSocket, type ConnectionOptions} from 'node:tls';
import type {Connection} from '../../source/net/connection.ts';
import {createDial} from '../../source/net/dial.ts';
import {Host} from '../../source/net/host/host.ts';
import {failedHandshakes, failedHandshakesWithin, maximumPending} from '../../source/net/limits.ts';
import type {SocketLogEntry} from '../../source/net/socket-log.ts';
import {createTlsUpgrader, classifyHandshakeError} from '../../source/net/tls-psk.ts';
import {deriveMemberId} from '../../source/room/identity.ts';
import {MemoryLog} from '../../source/room/log.ts';
import {Room} from '../../source/room/room.ts';
import {FakeClock} from '../helpers/fake-clock.ts';
import {RawPeer} from '../helpers/raw-peer.ts';
import {rogueFile, serveWith} from '../helpers/server.ts';
import {until} from '../helpers/until.ts';

const rightKey = randomBytes(32);
const hello = (digit = 'a') => ({type: 'hello', v: 1, sid: digit.repeat(32), since: 0, name: `name ${digit}`});

const openHost = async (t: TestContext, {plain = false}: {readonly plain?: boolean} = {}) => {
	const clock = new FakeClock();
	const room = new Room({name: 'main', log: new MemoryLog('history'), now: clock.now});
	const entries: SocketLogEntry[] = [];
	let key: Uint8Array = rightKey;
	const host = new Host({
		room,
		hostId: 'host',
		tlsUpgrader: createTlsUpgrader(() => key),
		plain,
		lineEnd: undefined,
		halfOpenLimit: undefined,
		clock,
		log(entry) {
			entries.push(entry);
		},
		createId: () => 'plain',
	});
	const {port} = await host.listen({host: '127.0.0.1', port: 0});
	t.after(async () => {
		const closed = host.close('shutdown');
		clock.pass(5000);
		await closed;
	});
	const said = (verb: string, pattern: RegExp) =>
		entries.filter(entry => entry.verb === verb && pattern.test(entry.detail));
	const changeKey = (to: Uint8Array) => {
		key = to;
		host.announceCode('another');
	};

	return {clock, room, host, port, said, changeKey};
};

/** A connection that its tester holds until the end of the test. */
const tcp = async (t: TestContext, port: number): Promise<RawPeer> => {
	const socket = connectTcp({port, host: '127.0.0.1'});
	t.after(() => {
		socket.destroy();
	});
	const peer = new RawPeer(socket);
	await once(socket, 'connect');
	return peer;
};

const tls = (
	t: TestContext,
	port: number,
	key: Uint8Array,
	options: ConnectionOptions = {},
): {socket: TLSSocket; peer: RawPeer} => {
	const socket = connectTls({
		port,
		host: '127.0.0.1',
		ca: [],
		checkServerIdentity: () => undefined,
		minVersion: 'TLSv1.3',
		ciphers: 'TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256',
		pskCallback: () => ({psk: key, identity: 'socket-chat'}),
		...options,
	});
	t.after(() => {
		socket.destroy();
	});
	return {socket, peer: new RawPeer(socket)};
};

type Joining = {readonly key?: Uint8Array; readonly digit?: string; readonly options?: ConnectionOptions};

const join = async (t: TestContext, port: number, {key = rightKey, digit = 'a', options}: Joining = {}) => {
	const {socket, peer} = tls(t, port, key, options);
	await once(socket, 'secureConnect');
	peer.send(hello(digit));
	await peer.frame('welcome');
	return {socket, peer};
};

/** What our own dial makes of it: the connection, or why there is none. */
const dial = async (
	t: TestContext,
	port: number,
	key: Uint8Array = rightKey,
	pass = 0,
): Promise<string | Connection> => {
	const clock = new FakeClock();
	const outcome = new Promise<string | Connection>(resolve => {
		createDial({clock, log() {}, key: async () => key})(
			{host: '127.0.0.1', port},
			{onConnection: resolve, onFailure: resolve},
		);
	});
	if (pass > 0) {
		const timer = setInterval(() => {
			clock.pass(pass);
		}, 20);
		t.after(() => {
			clearInterval(timer);
		});
	}

	const result = await outcome;
	t.after(() => {
		if (typeof result !== 'string') {
			result.destroy();
		}
	});
	return result;
};

const serve = async (t: TestContext, onSocket: (socket: Socket) => void) =>
	serveWith(t, createServer(), 'connection', onSocket);

for (const cipher of ['TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256']) {
	test(`who has the key comes in by TLS 1.3, with ${cipher} and a key exchange that leaves nothing to steal later`, async t => {
		const {port, said} = await openHost(t);
		const {socket} = await join(t, port, {options: {ciphers: cipher}});
		assert.equal(socket.getProtocol(), 'TLSv1.3');
		assert.equal(socket.getCipher().standardName, cipher);
		// Without such an exchange there is no type; its name differs between versions of Node.
		assert.equal(typeof Object(socket.getEphemeralKeyInfo()).type, 'string');
		assert.equal(said('secure', new RegExp(`TLSv1.3 ${cipher}$`)).length, 1);
	});
}

test('our own dial comes in, and what it sends cannot be read on the way', async t => {
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
	connection.write(`${JSON.stringify(hello())}\n`, 'hello');
	await until(() => text.includes('"type":"welcome"'));
	const onTheWay = Buffer.concat(seen).toString('latin1');
	for (const secret of ['hello', 'welcome', 'aaaaaaaa', 'name a', 'main']) {
		assert.equal(onTheWay.includes(secret), false, secret);
	}
});

/** Dials while the key is still in the making. */
const dialEarly = (port: number) => {
	let onKey: (key: Uint8Array) => void = () => undefined;
	const made = new Promise<Uint8Array>(resolve => {
		onKey = resolve;
	});
	const told: string[] = [];
	const said: string[] = [];
	const cancel = createDial({
		clock: new FakeClock(),
		log({verb}) {
			said.push(verb);
		},
		key: async () => made,
	})(
		{host: '127.0.0.1', port},
		{
			onConnection(connection) {
				told.push('connected');
				connection.destroy();
			},
			onFailure(code) {
				told.push(code);
			},
		},
	);
	return {told, said, cancel, onKey};
};

test('a dial takes no place at the host before its key is there', async t => {
	const {port, said} = await openHost(t);
	const early = dialEarly(port);
	assert.deepEqual(early.said, ['socket']);
	// Whoever comes later is accepted later.
	assert.notEqual(typeof (await dial(t, port)), 'string');
	assert.equal(said('accept', /./).length, 1);
	early.onKey(rightKey);
	await until(() => early.told.length > 0);
	assert.deepEqual(early.told, ['connected']);
	assert.equal(said('accept', /./).length, 2);
});

test('a dial that was ended while the key was in the making connects to nobody', async t => {
	const {port, said} = await openHost(t);
	const ended = dialEarly(port);
	ended.cancel();
	ended.onKey(rightKey);
	assert.notEqual(typeof (await dial(t, port)), 'string');
	assert.equal(said('accept', /./).length, 1);
	assert.deepEqual(ended.told, []);
});

test('nothing waits for more to be written: each end turns that off as soon as it is connected, on what is below the encryption', async t => {
	const quick = new Set<Socket>();
	const {setNoDelay} = Socket.prototype;
	t.mock.method(Socket.prototype, 'setNoDelay', function (this: Socket, isOn: boolean) {
		if (isOn) {
			quick.add(this);
		}

		return Reflect.apply(setNoDelay, this, [isOn]);
	});
	const {port} = await openHost(t);
	const connection = await dial(t, port);
	assert.ok(typeof connection !== 'string');
	const raw = [...quick].filter(socket => !(socket instanceof TLSSocket));
	assert.ok(
		raw.some(({remotePort}) => remotePort === port),
		'the join',
	);
	assert.ok(
		raw.some(({localPort}) => localPort === port),
		'the host',
	);
});

test('another key does not come in, on either end, and the host says so in its log', async t => {
	const {port, room, said} = await openHost(t);
	assert.equal(await dial(t, port, randomBytes(32)), 'auth');
	await until(() => said('secure', /failed: ERR_SSL_/).length === 1);
	assert.deepEqual(room.members, []);
});

test('another identity, another version of TLS, a hash that no key is for, or no key at all does not come in', async t => {
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

test('no ticket of an earlier connection lets anybody in without the key', async t => {
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

test('a member that was kicked does not come back with the old key, the others stay, and newcomers need the new one', async t => {
	const {port, host, room, changeKey} = await openHost(t);
	const {peer: kicked} = await join(t, port, {digit: 'a'});
	const {peer: stays} = await join(t, port, {digit: 'b'});
	const newKey = randomBytes(32);
	host.kick(deriveMemberId('a'.repeat(32)));
	changeKey(newKey);
	assert.deepEqual((await kicked.frame('close')).code, 'kicked');
	assert.equal((await stays.frame('code')).code, 'another');
	assert.equal(await dial(t, port, rightKey), 'auth');
	await join(t, port, {key: newKey, digit: 'c'});
	assert.deepEqual(
		room.members.map(({name}) => name),
		['name b', 'name c'],
	);
});

test('who has shown the old key, and says hello only after the change, is turned away', async t => {
	const {port, room, changeKey, said} = await openHost(t);
	const {socket, peer} = tls(t, port, rightKey);
	await once(socket, 'secureConnect');
	await until(() => said('secure', /TLSv1/).length === 1);
	changeKey(randomBytes(32));
	peer.send(hello());
	assert.equal((await peer.frame('close')).code, 'auth');
	assert.deepEqual(room.members, []);
});

test('what a member has sent, sent again by somebody else, opens nothing', async t => {
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

test('one byte that was changed on the way ends the connection, and nobody reads what came of it', async t => {
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

test('a host without the key gets nothing from a join, not even with a certificate that the computer trusts', async t => {
	const rogue = createTlsServer({key: rogueFile('host.key'), cert: rogueFile('host.pem'), minVersion: 'TLSv1.3'});
	const {port, received} = await serveWith(t, rogue, 'secureConnection');
	// The way of the documentation: it takes this host for the right one, and would say hello to it.
	const {socket} = tls(t, port, rightKey, {ca: [rogueFile('ca.pem')]});
	await once(socket, 'secureConnect');
	assert.equal(socket.authorized, true);
	socket.destroy();
	assert.equal(await dial(t, port), 'auth');
	assert.equal(received().length, 0);
});

test('a handshake that does not go on is over after 5 s, on both ends', async t => {
	const {port, clock, said} = await openHost(t);
	const peer = await tcp(t, port);
	peer.send(Buffer.from([0x16, 3, 1, 2, 0, 1]));
	await until(() => said('accept', /./).length === 1);
	// The host has read it once it has answered one that came later.
	await join(t, port, {digit: 'b'});
	clock.pass(5000);
	await peer.ended();
	assert.equal(said('timeout', /No hello came within 5 s/).length, 1);
	const silent = await serve(t, () => undefined);
	assert.equal(await dial(t, silent.port, rightKey, 1000), 'silent');
});

test('what is no TLS at all is another protocol, and what ends is a lost connection: both are tried again', async t => {
	const plain = await serve(t, socket => {
		socket.write('220 mail.example ESMTP\r\n');
	});
	assert.equal(await dial(t, plain.port), 'protocol');
	const closing = await serve(t, socket => {
		socket.on('data', () => {
			socket.end();
		});
	});
	assert.equal(await dial(t, closing.port), 'lost');
	const resetting = await serve(t, socket => {
		socket.on('data', () => {
			socket.resetAndDestroy();
		});
	});
	assert.equal(await dial(t, resetting.port), 'lost');
	assert.equal(classifyHandshakeError('ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR'), 'auth');
});

test('an address that has failed ten times in a minute waits, and no key of its own is looked at', async t => {
	const {port, clock, said} = await openHost(t);
	for (let time = 1; time <= failedHandshakes; time++) {
		assert.equal(await dial(t, port, randomBytes(32)), 'auth');
		await until(() => said('secure', /failed/).length === time);
	}

	assert.equal(await dial(t, port), 'lost');
	assert.equal(said('close', /refused: 10 failed handshakes within 60 s/).length, 1);
	clock.pass(failedHandshakesWithin + 1);
	assert.ok(typeof (await dial(t, port)) !== 'string');
});

test('of those that have not said who they are the oldest makes way, and members stay', async t => {
	const {port, said} = await openHost(t);
	const {peer: member} = await join(t, port);
	const [first, ...others] = await Promise.all(Array.from({length: maximumPending}, async () => tcp(t, port)));
	await until(() => said('accept', /./).length === maximumPending + 1);
	assert.ok(first);
	const {peer: newcomer} = await join(t, port, {digit: 'b'});
	await until(() => [first, ...others].filter(({isClosed, isEnded}) => isClosed || isEnded).length === 1);
	assert.equal(said('close', /sent no hello/).length, 1);
	member.send({type: 'ping', k: 1});
	newcomer.send({type: 'ping', k: 1});
	await Promise.all([member.frame('pong'), newcomer.frame('pong')]);
});

test('a room that is locked lets its members back in, and nobody else', async t => {
	const {port, host} = await openHost(t);
	const {peer} = await join(t, port, {digit: 'a'});
	host.lock(true);
	peer.socket.destroy();
	await join(t, port, {digit: 'a'});
	const {socket, peer: newcomer} = tls(t, port, rightKey);
	await once(socket, 'secureConnect');
	newcomer.send(hello('b'));
	const close = await newcomer.frame('close');
	assert.deepEqual([close.code, close.retry], ['locked', true]);
	host.lock(false);
	await join(t, port, {digit: 'b'});
});

test('on a host that lets plain peers in, a member whose first word comes late is let in by its key', async t => {
	const {port, clock, room, said} = await openHost(t, {plain: true});
	const raw = await tcp(t, port);
	await until(() => said('accept', /./).length === 1);
	clock.pass(500);
	await until(() => room.members.length === 1);
	raw.socket.removeAllListeners('data');
	const socket = connectTls({
		socket: raw.socket,
		ca: [],
		checkServerIdentity: () => undefined,
		minVersion: 'TLSv1.3',
		ciphers: 'TLS_AES_128_GCM_SHA256',
		pskCallback: () => ({psk: rightKey, identity: 'socket-chat'}),
	});
	t.after(() => {
		socket.destroy();
	});
	const peer = new RawPeer(socket);
	await once(socket, 'secureConnect');
	peer.send(hello());
	await peer.frame('welcome');
	assert.deepEqual(
		room.members.map(({name}) => name),
		['name a'],
	);
});
