/**
Members of a socket-chat room that cost little: they speak the wire themselves, and keep nothing.
*/
import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';
import type {Socket} from 'node:net';
import {Duplex} from 'node:stream';
import {connect, type ConnectionOptions, type TLSSocket} from 'node:tls';
import {createSid} from '../../source/room/identity.ts';
import {encodeFrame, wireVersion, type ClientFrame} from '../../source/wire/frames.ts';
import {connectCounting} from './counting-socket.ts';
import {RecordCounter} from './tls-records.ts';
import type {OnBytes} from './server.ts';

/** Returns the TLS options of a member with this key. No certificate is accepted. */
export const createTlsOptions = (psk: Uint8Array): ConnectionOptions => ({
	minVersion: 'TLSv1.3',
	// The ciphers of the program's own client.
	ciphers: 'TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256',
	ca: [],
	checkServerIdentity: () => undefined,
	pskCallback: () => ({psk, identity: 'socket-chat'}),
});

const hello = (name: string): string =>
	encodeFrame({type: 'hello', v: wireVersion, sid: createSid(randomBytes), since: 0, name});

const sendOn = (socket: TLSSocket) => (frames: readonly ClientFrame[]) => {
	socket.write(frames.map(frame => encodeFrame(frame)).join(''));
};

export type SecureMember = {
	readonly send: (frames: readonly ClientFrame[]) => void;
	readonly close: () => void;
};

/**
Says hello over this TLS socket; resolves once the room has answered. A later error shows in what is
missing.
*/
const enter = async (socket: TLSSocket, name: string): Promise<void> =>
	new Promise((resolve, reject) => {
		socket.on('error', reject);
		socket.once('close', () => {
			reject(new Error(`${name} was not let in.`));
		});
		socket.once('secureConnect', () => {
			socket.write(hello(name));
		});
		const onData = (chunk: Uint8Array) => {
			if (Buffer.from(chunk).includes('"welcome"')) {
				socket.off('data', onData);
				resolve();
			}
		};

		socket.on('data', onData);
	});

/** Connects a member that decrypts what it receives. */
export const enterDecrypting = async (
	{port, psk, name}: {readonly port: number; readonly psk: Uint8Array; readonly name: string},
	onChunk: (chunk: Uint8Array) => void,
): Promise<SecureMember> => {
	const socket = connect({...createTlsOptions(psk), port, host: '127.0.0.1'});
	socket.setNoDelay(true);
	await enter(socket, name);
	socket.on('data', onChunk);
	return {
		send: sendOn(socket),
		close() {
			socket.destroy();
		},
	};
};

/** Returns a stream for TLS that writes to the socket; the socket's reader pushes into it. */
const duplexOver = (socket: Socket): Duplex =>
	new Duplex({
		read() {
			// Chunks are pushed as they arrive.
		},
		write(chunk: Uint8Array, _encoding, onWritten) {
			socket.write(chunk, onWritten);
		},
	});

/**
Connects a member that decrypts until its welcome, and from then on only counts the bytes of the TLS
records.
*/
export const enterCounting = async (
	{port, psk, name}: {readonly port: number; readonly psk: Uint8Array; readonly name: string},
	onBytes: OnBytes,
): Promise<SecureMember> => {
	const counter = new RecordCounter();
	let isIn = false;
	const raw = connectCounting(port, chunk => {
		const plain = counter.count(chunk);
		if (isIn) {
			onBytes(plain);
		} else {
			duplex.push(Buffer.from(chunk));
		}
	});
	const duplex = duplexOver(raw);
	const socket = connect({...createTlsOptions(psk), socket: duplex});
	raw.once('error', error => {
		socket.destroy(error);
	});
	raw.once('close', () => {
		socket.destroy();
	});
	await enter(socket, name);
	isIn = true;
	return {
		send: sendOn(socket),
		close() {
			raw.destroy();
			socket.destroy();
		},
	};
};
