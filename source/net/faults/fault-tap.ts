import {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import {Duplex} from 'node:stream';
import type {Clock, Timer} from '../clock.ts';

/** The pause after each part of a write that is split, in milliseconds. */
export const splitPause = 20;

type Done = Parameters<Duplex['_write']>[2];

/**
Stands between a socket and what uses it, plain text or TLS, and can split writes, flip a bit and
stop reading. Otherwise it passes everything on. A write counts as taken once the kernel has all of
it, as without a tap.
*/
export class FaultTap extends Duplex {
	readonly #socket: Socket;
	readonly #clock: Clock;
	/** The most bytes of one write; undefined: writes are not split. */
	#partSize: number | undefined;
	/** Called when the next write has had a bit flipped; undefined: no bit is to be flipped. */
	#onFlipped: (() => void) | undefined;
	#isDeaf = false;
	/** Writes the rest of what is being split. */
	#writeRest: (() => void) | undefined;
	#splitTimer: Timer | undefined;

	constructor(socket: Socket, clock: Clock) {
		super();
		this.#socket = socket;
		this.#clock = clock;
		socket.on('data', chunk => {
			if (!this.push(chunk)) {
				socket.pause();
			}
		});
		socket.on('end', () => {
			this.push(null);
		});
		socket.on('error', error => {
			this.destroy(error);
		});
		socket.on('close', () => {
			this.destroy();
		});
		socket.pause();
	}

	/** Writes at most `size` bytes at a time, `splitPause` apart, until `heal`. */
	split(size: number) {
		this.#partSize = size;
	}

	/** Flips one bit of the next write. */
	flip(onFlipped: () => void) {
		this.#onFlipped = onFlipped;
	}

	/** Reads nothing until `heal`: what comes stays in the kernel, and then at the other side. */
	deafen() {
		this.#isDeaf = true;
		this.#socket.pause();
	}

	/** Ends every fault. What still waits is written at once. */
	heal() {
		this.#partSize = undefined;
		this.#onFlipped = undefined;
		this.#writeRest?.();
		if (this.#isDeaf) {
			this.#isDeaf = false;
			this.#socket.resume();
		}
	}

	override _read() {
		if (!this.#isDeaf) {
			this.#socket.resume();
		}
	}

	override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: Done) {
		const bytes = this.#onFlipped ? this.#flipBit(chunk) : chunk;
		if (this.#partSize !== undefined && bytes.length > this.#partSize) {
			this.#writeParts(bytes, this.#partSize, done);
		} else {
			this.#socket.write(bytes, done);
		}
	}

	/** Writes together what has waited, in one call. */
	override _writev(chunks: ReadonlyArray<{readonly chunk: Uint8Array}>, done: Done) {
		this._write(Buffer.concat(chunks.map(({chunk}) => chunk)), 'utf8', done);
	}

	override _final(done: Done) {
		this.#socket.end(done);
	}

	override _destroy(...[error, done]: Parameters<Duplex['_destroy']>) {
		this.#splitTimer?.stop();
		this.#writeRest = undefined;
		if (this.#socket.closed) {
			done(error);
		} else {
			this.#socket.once('close', () => {
				done(error);
			});
			this.#socket.destroy();
		}
	}

	#flipBit(chunk: Uint8Array): Uint8Array {
		const bytes = Buffer.from(chunk);
		const last = bytes.at(-1) ?? 0;
		bytes[bytes.length - 1] = last % 2 === 0 ? last + 1 : last - 1;
		const onFlipped = this.#onFlipped;
		this.#onFlipped = undefined;
		onFlipped?.();
		return bytes;
	}

	#writeParts(bytes: Uint8Array, size: number, done: Done) {
		let start = 0;
		this.#writeRest = () => {
			this.#splitTimer?.stop();
			this.#writeRest = undefined;
			this.#socket.write(bytes.subarray(start), done);
		};

		const writeNext = () => {
			if (bytes.length - start <= size) {
				this.#writeRest?.();
				return;
			}

			this.#socket.write(bytes.subarray(start, start + size));
			start += size;
			this.#splitTimer = this.#clock.after(splitPause, writeNext);
		};

		writeNext();
	}
}
