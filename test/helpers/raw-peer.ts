import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import type {TestContext} from 'node:test';
import {connect as connectTls, createServer as createTlsServer, type TLSSocket} from 'node:tls';
import {deriveKey} from '../../source/net/derive-key.ts';
import {until} from './until.ts';

/** What a line of frames says, unchecked. */
export type RawFrame = Readonly<Record<string, unknown>>;

/**
A peer that a test controls: it sends the given bytes and records everything that it receives.
*/
export class RawPeer {
	readonly socket: Socket;
	isEnded = false;
	isClosed = false;
	/** What has come; joined only where somebody looks. */
	#received: Uint8Array[] = [];

	constructor(socket: Socket) {
		this.socket = socket;
		socket.on('data', chunk => {
			this.#received.push(chunk);
		});
		socket.on('end', () => {
			this.isEnded = true;
		});
		socket.on('close', () => {
			this.isClosed = true;
		});
		socket.on('error', () => {
			this.isClosed = true;
		});
	}

	/** Answers each further ping. A client that gets no pongs holds its posts back. */
	answerPings() {
		let answered = 0;
		this.socket.on('data', () => {
			for (const {type, k} of this.frames.slice(answered)) {
				answered++;
				if (type === 'ping') {
					this.send({type: 'pong', k});
				}
			}
		});
	}

	get text() {
		const received = Buffer.concat(this.#received);
		this.#received = [received];
		return received.toString();
	}

	get frames(): readonly RawFrame[] {
		const lines = this.text.split('\n').slice(0, -1);
		return lines.map(line => JSON.parse(line) as RawFrame);
	}

	send(...frames: ReadonlyArray<RawFrame | string | Uint8Array>) {
		for (const frame of frames) {
			this.socket.write(
				typeof frame === 'string' || frame instanceof Uint8Array ? frame : `${JSON.stringify(frame)}\n`,
			);
		}
	}

	/** The first frame of this type, once it has come. */
	async frame(type: string, matches: (frame: RawFrame) => boolean = () => true): Promise<RawFrame> {
		return until(() => this.frames.find(frame => frame.type === type && matches(frame)), {
			describe: () => `no ${type} in ${this.text.slice(-4000)}`,
		});
	}

	async waitForText(text: string): Promise<void> {
		await until(() => this.text.includes(text), {
			describe: () => `no ${JSON.stringify(text)} in ${JSON.stringify(this.text.slice(-4000))}`,
		});
	}

	async ended(): Promise<void> {
		await until(() => this.isEnded || this.isClosed, {describe: () => `not ended, received ${this.text.slice(-4000)}`});
	}
}

/** Connects to a port of this machine. */
export const connectTo = async (t: Pick<TestContext, 'after'>, port: number, host = '127.0.0.1'): Promise<RawPeer> => {
	const socket = connect({port, host, allowHalfOpen: true});
	const peer = new RawPeer(socket);
	t.after(() => {
		socket.destroy();
	});
	await once(socket, 'connect');
	return peer;
};

/** Connects to a room of this machine that has this code. */
export const connectSecurely = async (t: Pick<TestContext, 'after'>, port: number, code: string): Promise<RawPeer> => {
	const psk = await deriveKey(code);
	const socket = connectTls({
		port,
		host: '127.0.0.1',
		minVersion: 'TLSv1.3',
		ciphers: 'TLS_AES_128_GCM_SHA256',
		ca: [],
		checkServerIdentity: () => undefined,
		pskCallback: () => ({psk, identity: 'socket-chat'}),
	});
	const peer = new RawPeer(socket);
	t.after(() => {
		socket.destroy();
	});
	await once(socket, 'secureConnect');
	return peer;
};

/**
Listens on this machine as a host with this code, controlled by a test; each connection that has the
key becomes a peer.
*/
export const listenSecurely = async (t: Pick<TestContext, 'after'>, code: string) => {
	const psk = await deriveKey(code);
	const peers: RawPeer[] = [];
	const server = createTlsServer(
		{
			minVersion: 'TLSv1.3',
			ciphers: 'TLS_AES_128_GCM_SHA256',
			pskCallback: () => psk,
		},
		(socket: TLSSocket) => {
			socket.setNoDelay(true);
			peers.push(new RawPeer(socket));
		},
	);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.after(() => {
		server.close();
		for (const {socket} of peers) {
			socket.destroy();
		}
	});
	return {
		peers,
		port: (server.address() as AddressInfo).port,
		/** The index-th connection, once it is there. */
		peer: async (index: number) =>
			until(() => peers[index], {describe: () => `connection ${index} of ${peers.length}`}),
	};
};

/** A server in a test's hands: each connection is a peer. */
export const listenRaw = async (t: TestContext, port = 0) => {
	const peers: RawPeer[] = [];
	const server = createServer({allowHalfOpen: true}, socket => {
		peers.push(new RawPeer(socket));
	});
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const close = () => {
		server.close();
		for (const {socket} of peers) {
			socket.destroy();
		}
	};

	t.after(close);
	return {
		peers,
		close,
		port: (server.address() as AddressInfo).port,
		/** The index-th connection, once it is there. */
		peer: async (index: number) =>
			until(() => peers[index], {describe: () => `connection ${index} of ${peers.length}`}),
	};
};
