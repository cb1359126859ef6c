/** A connected pair of sockets in memory: what one writes, the other reads, as fast as both run. */
import {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import {Duplex} from 'node:stream';

let lastPort = 10_000;

export class MemorySocket extends Duplex {
	readonly localAddress: string;
	readonly remoteAddress: string;
	readonly localPort: number;
	readonly remotePort: number;
	other: MemorySocket | undefined;
	#hasEnded = false;
	/** Called once the other end reads on. */
	#taken: (() => void) | undefined;

	constructor(localPort: number, remotePort: number) {
		super({allowHalfOpen: true, highWaterMark: 65_536});
		this.localAddress = '127.0.0.1';
		this.remoteAddress = '127.0.0.1';
		this.localPort = localPort;
		this.remotePort = remotePort;
	}

	/** The same as a program sees it. */
	get asSocket(): Socket {
		return this as unknown as Socket;
	}

	setNoDelay() {
		return this;
	}

	setKeepAlive() {
		return this;
	}

	override _read() {
		this.other?.goOn();
	}

	override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: (error?: Error) => void) {
		const {other} = this;
		if (!other || other.destroyed) {
			callback(Object.assign(new Error('write EPIPE'), {code: 'EPIPE'}));
			return;
		}

		// A copy: each kernel has its own.
		if (other.push(Buffer.from(chunk))) {
			callback();
		} else {
			this.#taken = callback;
		}
	}

	override _final(callback: () => void) {
		this.other?.receiveEnd();
		callback();
	}

	override _destroy(error: unknown, callback: (error?: Error) => void) {
		callback(error instanceof Error ? error : undefined);
		const {other} = this;
		setImmediate(() => {
			if (other?.destroyed !== false) {
				return;
			}

			// What arrived and was never read makes a kernel answer with a reset.
			if (this.readableLength > 0 || error) {
				other.destroy(Object.assign(new Error('read ECONNRESET'), {code: 'ECONNRESET'}));
			} else {
				other.receiveEnd();
			}
		});
	}

	receiveEnd() {
		if (!this.#hasEnded && !this.destroyed) {
			this.#hasEnded = true;
			this.push(null);
		}
	}

	goOn() {
		const taken = this.#taken;
		this.#taken = undefined;
		taken?.();
	}
}

/** Both ends: `near` is a test's, `far` the program's. */
export const connectInMemory = (): {readonly near: MemorySocket; readonly far: MemorySocket} => {
	lastPort = lastPort >= 60_000 ? 10_000 : lastPort + 1;
	const near = new MemorySocket(lastPort, 5000);
	const far = new MemorySocket(5000, lastPort);
	near.other = far;
	far.other = near;
	return {near, far};
};
