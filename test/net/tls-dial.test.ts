import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {Socket} from 'node:net';
import test from 'node:test';
import {createServer as createTlsServer, TLSSocket} from 'node:tls';
import {createDial} from '../../source/net/dial/dial.ts';
import {getTransferTime} from '../../source/net/idle-timer.ts';
import {classifyHandshakeError} from '../../source/net/tls-psk.ts';
import {createSocketLog} from '../../source/net/socket-log.ts';
import {FakeClock} from '../helpers/fake-clock.ts';
import {rogueFile, serveWith} from '../helpers/server.ts';
import {until} from '../helpers/until.ts';
import {rightKey, openHost, tcp, join, dial, serve} from './open-private-host.ts';

const dialWithoutCode = async (port: number): Promise<string> =>
	new Promise(resolve => {
		createDial({clock: new FakeClock(), log: createSocketLog(() => undefined), key: async () => undefined})(
			{host: '127.0.0.1', port},
			{
				onConnection() {
					resolve('connected');
				},
				onFailure: resolve,
			},
		);
	});

/** Dials before the key is derived. */
const dialEarly = (port: number) => {
	let onKey: (key: Uint8Array) => void = () => undefined;
	const made = new Promise<Uint8Array>(resolve => {
		onKey = resolve;
	});
	const events: string[] = [];
	const said: string[] = [];
	const cancel = createDial({
		clock: new FakeClock(),
		log: createSocketLog(({verb}) => {
			said.push(verb);
		}),
		key: async () => made,
	})(
		{host: '127.0.0.1', port},
		{
			onConnection(connection) {
				events.push('connected');
				connection.destroy();
			},
			onFailure(code) {
				events.push(code);
			},
		},
	);
	return {events, said, cancel, onKey};
};

test('a dial does not connect before it has its key', async t => {
	const {port, said} = await openHost(t);
	const early = dialEarly(port);
	assert.deepEqual(early.said, []);
	// A later connection is accepted later.
	assert.notEqual(typeof (await dial(t, port)), 'string');
	assert.equal(said('accept', /./).length, 1);
	early.onKey(rightKey);
	await until(() => early.events.length > 0);
	assert.deepEqual(early.events, ['connected']);
	assert.equal(said('accept', /./).length, 2);
});

test('a dial that is cancelled before it has its key never connects', async t => {
	const {port, said} = await openHost(t);
	const ended = dialEarly(port);
	ended.cancel();
	ended.onKey(rightKey);
	assert.notEqual(typeof (await dial(t, port)), 'string');
	assert.equal(said('accept', /./).length, 1);
	assert.deepEqual(ended.events, []);
});

test("both ends turn off Nagle's algorithm on the TCP socket below TLS", async t => {
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
		'the client',
	);
	assert.ok(
		raw.some(({localPort}) => localPort === port),
		'the host',
	);
});

test('a stalled handshake ends after 5 s on both ends', async t => {
	const {port, clock, said} = await openHost(t);
	const peer = await tcp(t, port);
	peer.send(Buffer.from([0x16, 3, 1, 2, 0, 1]));
	await until(() => said('accept', /./).length === 1);
	// Once the host has answered a later connection, it has read this one.
	await join(t, port, {digit: 'b'});
	clock.pass(5000 + getTransferTime(7));
	await peer.ended();
	assert.equal(said('timeout', /sent no hello: gave up after 5 s/).length, 1);
	const silent = await serve(t, () => undefined);
	assert.equal(await dial(t, silent.port, rightKey, 1000), 'silent');
});

test('a server without TLS is another protocol, and one that ends is a lost connection', async t => {
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
});

test('U: only the alert for another key counts as a wrong code, as each OpenSSL names it', async t => {
	const classify = (code: string | undefined, hasKey = true) => classifyHandshakeError(code, {hasKey});
	for (const code of ['ERR_SSL_SSLV3_ALERT_ILLEGAL_PARAMETER', 'ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR']) {
		assert.equal(classify(code), 'auth');
		assert.equal(classify(code, false), 'no-code');
	}

	for (const name of ['SSLV3_ALERT_HANDSHAKE_FAILURE', 'SSL/TLS_ALERT_HANDSHAKE_FAILURE']) {
		assert.equal(classify(`ERR_SSL_${name}`), 'protocol');
		assert.equal(classify(`ERR_SSL_${name}`, false), 'no-code');
	}

	for (const name of ['TLSV1_ALERT_PROTOCOL_VERSION', 'TLSV13_ALERT_CERTIFICATE_REQUIRED', 'WRONG_VERSION_NUMBER']) {
		assert.equal(classify(`ERR_SSL_${name}`), 'protocol');
		assert.equal(classify(`ERR_SSL_${name}`, false), 'protocol');
	}

	assert.equal(classify('DEPTH_ZERO_SELF_SIGNED_CERT', false), 'protocol');
	assert.equal(classify('ECONNRESET'), 'lost');
	assert.equal(classify(undefined, false), 'lost');
	// The key decides, whatever this version of OpenSSL calls it.
	const {port} = await openHost(t);
	assert.equal(await dial(t, port, Buffer.alloc(32, 9)), 'auth');
});

test('26: a client without a code learns that a room is there, which does not count as a guess', async t => {
	const {port, said} = await openHost(t);
	for (let times = 0; times < 12; times++) {
		// One after another, as many as would lock a guesser out.
		assert.equal(await dialWithoutCode(port), 'no-code');
	}

	assert.equal(said('secure', /asked whether a room is here, and has no code yet$/).length, 12);
	await join(t, port);
	assert.equal(said('secure', /failed/).length, 0);
});

test('26: a client without a code is told when something else is there', async t => {
	const plain = await serve(t, socket => {
		socket.write('220 mail.example ESMTP\r\n');
	});
	assert.equal(await dialWithoutCode(plain.port), 'protocol');
	const secure = createTlsServer({key: rogueFile('host.key'), cert: rogueFile('host.pem')});
	const {port} = await serveWith(t, secure, 'secureConnection');
	assert.equal(await dialWithoutCode(port), 'protocol');
});
