import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';
import {connect, type Socket} from 'node:net';
import {connect as connectTls, createSecureContext} from 'node:tls';
import {hasAddresses, rightKey, tlsOptions} from './attacker.ts';
import {encode, type Kind} from './kinds.ts';

/** The state that the attackers of a crowd share. */
export type Crowd = {
	readonly port: number;
	/** The id of the room, and the place of its last message. */
	readonly room: string;
	readonly head: number;
	/** The public id of a member that is there. */
	readonly target: string;
	readonly count: {connections: number; bytes: number};
	/** What follows a kind's k-th frame, and the number of its last frame. */
	readonly chunks: Map<string, {readonly bytes: Uint8Array; readonly k: number}>;
};

/** The number of bytes that are written at a time. */
const chunkSize = 65_536;
/** Chunks that are kept for the other attackers of the same kind. */
const maximumChunks = 256;
/** Chunks that one attacker writes before others have their turn. */
const chunksPerTurn = 16;
/** Milliseconds between two connections of an attacker whose last one the host refused. */
const refusedDelay = 5;

const key = await rightKey;
const context = createSecureContext({minVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_GCM_SHA256', ca: []});

/** One who sends the same kind of bytes without end, on one connection after the other. */
export class CrowdAttacker {
	readonly #name: string;
	readonly #kind: Kind;
	readonly #crowd: Crowd;
	readonly #address: string;
	#socket: Socket | undefined;
	#sid = '';
	#k = 0;
	#hasBegun = false;
	#isOver = false;

	constructor(name: string, kind: Kind, crowd: Crowd, index: number) {
		this.#name = name;
		this.#kind = kind;
		this.#crowd = crowd;
		this.#address = `127.0.${1 + Math.floor(index / 200)}.${2 + (index % 200)}`;
	}

	/** Whether it has sent anything but its hello. */
	get hasBegun() {
		return this.#hasBegun;
	}

	start() {
		const {entry, isFirst} = this.#kind;
		const target = {
			port: this.#crowd.port,
			host: '127.0.0.1',
			localAddress: hasAddresses ? this.#address : undefined,
		};
		this.#sid = randomBytes(16).toString('hex');
		this.#k = 0;
		this.#crowd.count.connections++;
		const psk = entry === 'guess' ? randomBytes(32) : key;
		const socket =
			entry === 'plain' ? connect(target) : connectTls({...tlsOptions(psk), ...target, secureContext: context});
		this.#socket = socket;
		socket.once(entry === 'plain' ? 'connect' : 'secureConnect', () => {
			if (isFirst) {
				this.#begin();
			} else {
				this.#sayHello(socket);
			}
		});
		socket.on('data', () => {
			this.#onAnswer(socket);
		});
		socket.on('drain', () => {
			setImmediate(() => {
				this.#write();
			});
		});
		socket.on('error', () => undefined);
		socket.on('close', () => {
			this.#onClose(socket);
		});
	}

	stop() {
		this.#isOver = true;
		this.#socket?.destroy();
	}

	#sayHello(socket: Socket) {
		const {room, head} = this.#crowd;
		const place = this.#kind.isNewcomer ? {since: 0} : {since: head, room};
		socket.write(`${JSON.stringify({type: 'hello', v: 1, sid: this.#sid, name: 'mallory', ...place})}\n`);
	}

	#onAnswer(socket: Socket) {
		const {isFirst, isLast, isDeaf} = this.#kind;
		if (isFirst && isLast) {
			socket.destroy();
			return;
		}

		if (isDeaf) {
			socket.pause();
		}

		if (!isFirst && this.#k === 0) {
			this.#begin();
		}
	}

	#begin() {
		this.#hasBegun = true;
		this.#write();
	}

	/** Writes until the socket is full. */
	#write() {
		const socket = this.#socket;
		const {isLast, isCrumbled} = this.#kind;
		if (!socket || this.#isOver) {
			return;
		}

		if (isLast) {
			this.#writeOnce(socket);
			return;
		}

		// A host may take bytes as fast as they are written: the other attackers have their turn.
		let isFull = false;
		for (let turn = 0; !isFull && turn < chunksPerTurn; turn++) {
			const bytes = isCrumbled ? this.#nextFrame() : this.#nextChunk();
			this.#crowd.count.bytes += bytes.length;
			if (isCrumbled) {
				for (const byte of bytes) {
					isFull = !socket.write(Buffer.of(byte)) || isFull;
				}
			} else {
				isFull = !socket.write(bytes);
			}
		}

		if (!isFull) {
			setImmediate(() => {
				this.#write();
			});
		}
	}

	/** Ends a connection after its only frame; what the host answers ends on the answer. */
	#writeOnce(socket: Socket) {
		if (this.#k > 0) {
			return;
		}

		socket.write(this.#nextFrame());
		if (!this.#kind.isFirst || this.#kind.entry === 'plain') {
			socket.end();
		}
	}

	#encode(k: number): string {
		return encode(this.#kind, k, {target: this.#crowd.target, sid: this.#sid});
	}

	#nextFrame(): Uint8Array {
		this.#k++;
		return Buffer.from(this.#encode(this.#k));
	}

	#nextChunk(): Uint8Array {
		const {chunks} = this.#crowd;
		const name = `${this.#name} ${this.#k}`;
		const known = chunks.get(name);
		if (known) {
			this.#k = known.k;
			return known.bytes;
		}

		const frames: Uint8Array[] = [];
		for (let size = 0; size < chunkSize; size += frames.at(-1)?.length ?? 0) {
			frames.push(this.#nextFrame());
		}

		const bytes = Buffer.concat(frames);
		if (chunks.size < maximumChunks) {
			chunks.set(name, {bytes, k: this.#k});
		}

		return bytes;
	}

	#onClose(socket: Socket) {
		if (this.#socket !== socket || this.#isOver) {
			return;
		}

		// An attacker that the host has kept longer comes back at once.
		setTimeout(() => {
			if (!this.#isOver) {
				this.start();
			}
		}, refusedDelay);
	}
}
