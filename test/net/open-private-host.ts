import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {connect as connectTcp, createServer, type Socket} from 'node:net';
import {type TestContext} from 'node:test';
import {connect as connectTls, type TLSSocket, type ConnectionOptions} from 'node:tls';
import {formatLogDetail} from '../../source/chat/socket-log/format-log-detail.ts';
import type {Connection} from '../../source/net/connection.ts';
import {createDial} from '../../source/net/dial/dial.ts';
import {Host} from '../../source/net/host/host.ts';
import {createSocketLog, type SocketLogEntry} from '../../source/net/socket-log.ts';
import {createTlsUpgrader} from '../../source/net/tls-psk.ts';
import {MemoryLog} from '../../source/room/log.ts';
import {Room} from '../../source/room/room.ts';
import {FakeClock} from '../helpers/fake-clock.ts';
import {RawPeer} from '../helpers/raw-peer.ts';
import {serveWith} from '../helpers/server.ts';

export const rightKey = randomBytes(32);
export const hello = (digit = 'a') => ({type: 'hello', v: 1, sid: digit.repeat(32), since: 0, name: `name ${digit}`});

export const openHost = async (t: TestContext, {plain = false}: {readonly plain?: boolean} = {}) => {
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
		log: createSocketLog(entry => {
			entries.push(entry);
		}),
		createId: () => 'plain',
	});
	const {port} = await host.listen({host: '127.0.0.1', port: 0});
	t.after(async () => {
		const closed = host.close('shutdown');
		clock.pass(5000);
		await closed;
	});
	const said = (verb: string, pattern: RegExp) =>
		entries.filter(entry => entry.verb === verb && pattern.test(formatLogDetail(entry)));
	const changeKey = (to: Uint8Array) => {
		key = to;
		host.announceCode('another');
	};

	return {clock, room, host, port, said, changeKey};
};

/** Opens a TCP connection, and destroys it after the test. */
export const tcp = async (t: TestContext, port: number): Promise<RawPeer> => {
	const socket = connectTcp({port, host: '127.0.0.1'});
	t.after(() => {
		socket.destroy();
	});
	const peer = new RawPeer(socket);
	await once(socket, 'connect');
	return peer;
};

export const tls = (
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

export const join = async (t: TestContext, port: number, {key = rightKey, digit = 'a', options}: Joining = {}) => {
	const {socket, peer} = tls(t, port, key, options);
	await once(socket, 'secureConnect');
	peer.send(hello(digit));
	await peer.frame('welcome');
	return {socket, peer};
};

/** Dials as the client does. Returns the connection, or why it failed. */
export const dial = async (
	t: TestContext,
	port: number,
	key: Uint8Array = rightKey,
	pass = 0,
): Promise<string | Connection> => {
	const clock = new FakeClock();
	const outcome = new Promise<string | Connection>(resolve => {
		createDial({clock, log: createSocketLog(() => undefined), key: async () => key})(
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

export const serve = async (t: TestContext, onSocket: (socket: Socket) => void) =>
	serveWith(t, createServer(), 'connection', onSocket);
