import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import process from 'node:process';
import {Duplex} from 'node:stream';
import {setTimeout as passes} from 'node:timers/promises';
import {connect as connectTls, type ConnectionOptions} from 'node:tls';
import {deriveKey} from '../../source/net/derive-key.ts';
import {testCode} from '../helpers/line-process.ts';
import {RawPeer} from '../helpers/raw-peer.ts';

/**
Linux alone lets all of 127.0.0.0/8 be an address of one's own: elsewhere the attacker and the
honest share one.
*/
export const hasAddresses = process.platform === 'linux';

export const rightKey = deriveKey(testCode);

export const tlsOptions = (psk: Uint8Array): ConnectionOptions => ({
	minVersion: 'TLSv1.3',
	ciphers: 'TLS_AES_128_GCM_SHA256',
	ca: [],
	checkServerIdentity: () => undefined,
	pskCallback: () => ({psk, identity: 'socket-chat'}),
});

/** How a TLS client begins, as bytes. */
export const clientHello = async (): Promise<Uint8Array> => {
	const wire = new Duplex({
		read() {},
		write(chunk: Uint8Array, _encoding, done) {
			this.emit('written', chunk);
			done();
		},
	});
	const written = once(wire, 'written') as Promise<[Uint8Array]>;
	const socket = connectTls({...tlsOptions(await rightKey), socket: wire});
	socket.on('error', () => undefined);
	const [hello] = await written;
	socket.destroy();
	return hello;
};

/** One who wishes the room ill, from an address of its own where the system has some. */
export class Attacker {
	readonly port: number;
	readonly #from: string;
	readonly #sockets: Set<Socket>;

	constructor(port: number, from = '127.0.0.2', sockets = new Set<Socket>()) {
		this.port = port;
		this.#from = from;
		this.#sockets = sockets;
	}

	get #target() {
		return {port: this.port, host: '127.0.0.1', localAddress: hasAddresses ? this.#from : undefined};
	}

	/** The same attacker at another address. */
	at(address: string): Attacker {
		return new Attacker(this.port, address, this.#sockets);
	}

	/** A connection over which nothing was said. */
	async tcp(): Promise<RawPeer> {
		return this.#open(connect({...this.#target, allowHalfOpen: true}), 'connect');
	}

	/**
	A connection by the room's key, or another one, over which nothing was said. Rejects when it
	does not come to be.
	*/
	async tls(key?: Uint8Array): Promise<RawPeer> {
		return this.#open(connectTls({...tlsOptions(key ?? (await rightKey)), ...this.#target}), 'secureConnect');
	}

	/** A member of the room. */
	async member(hello: Readonly<Record<string, unknown>> = {}): Promise<RawPeer> {
		const peer = await this.tls();
		peer.send({type: 'hello', v: 1, sid: randomBytes(16).toString('hex'), since: 0, name: 'mallory', ...hello});
		await peer.frame('welcome');
		return peer;
	}

	/** Tries another key. Resolves with the outcome. */
	async guess(): Promise<string> {
		try {
			const {socket} = await this.tls(randomBytes(32));
			socket.destroy();
			return 'in';
		} catch (error) {
			return error instanceof Error && 'code' in error ? String(error.code) : String(error);
		}
	}

	/** Hangs up everywhere. */
	leave() {
		for (const socket of this.#sockets) {
			socket.destroy();
		}
	}

	async #open(socket: Socket, event: string): Promise<RawPeer> {
		this.#sockets.add(socket);
		const peer = new RawPeer(socket);
		await once(socket, event);
		return peer;
	}
}

/** An end's address as the host's log has it. It must be asked for before the socket closes. */
export const addressOf = ({socket}: RawPeer): string => `${socket.localAddress ?? ''}:${socket.localPort ?? ''}`;

/** Repeats an action for about this time. Resolves with the number of times. */
export const repeatFor = async (ms: number, act: () => Promise<void>): Promise<number> => {
	const end = performance.now() + ms;
	let times = 0;
	do {
		await act();
		times++;
	} while (performance.now() < end);

	return times;
};

/**
Writes byte after byte until the other side has ended. Returns how long that took, in milliseconds.
*/
export const drip = async (peer: RawPeer, bytes: Uint8Array, every: number): Promise<number> => {
	const start = performance.now();
	for (const byte of bytes) {
		if (peer.isEnded || peer.isClosed) {
			break;
		}

		peer.socket.write(Buffer.of(byte));
		await passes(every);
	}

	await peer.ended();
	return performance.now() - start;
};
