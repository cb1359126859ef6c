/** One end of a connection that exists in memory only, with what the program uses of a socket. */
import {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import {Duplex} from 'node:stream';
import type {Ending, MemoryPipe} from './memory-pipe.ts';

export type Address = {readonly address: string; readonly port: number};

const resetError = () => Object.assign(new Error('read ECONNRESET'), {code: 'ECONNRESET'});

export class MemorySocket extends Duplex {
	readonly localAddress: string;
	readonly localPort: number;
	readonly remoteAddress: string;
	readonly remotePort: number;
	/** Its program was killed: nothing of it does anything any more. */
	isDead = false;
	/** Its computer is off: it does not even answer with a reset. */
	isSilent = false;
	readonly #out: MemoryPipe;
	#isReading = false;

	constructor(out: MemoryPipe, local: Address, remote: Address) {
		super({allowHalfOpen: true});
		this.#out = out;
		this.localAddress = local.address;
		this.localPort = local.port;
		this.remoteAddress = remote.address;
		this.remotePort = remote.port;
	}

	/** Called before each write of its program. */
	onWrite: (bytes: string, before: number) => void = () => undefined;

	/** The same as the program sees it: the one place where it is taken for a real one. */
	get asSocket(): Socket {
		return this as unknown as Socket;
	}

	/** Whether its program takes bytes now. */
	get isReading() {
		return this.#isReading && !this.destroyed;
	}

	get isGone() {
		return this.destroyed || this.isDead;
	}

	override write(
		chunk: unknown,
		encoding?: BufferEncoding | ((error?: Error) => void),
		callback?: (error?: Error) => void,
	) {
		this.onWrite(String(chunk), this.writableLength);
		return super.write(chunk, encoding as BufferEncoding, callback as () => void);
	}

	/** Bytes, the end or a reset arrive. */
	receive(bytes: Uint8Array) {
		this.#isReading = this.push(Buffer.from(bytes));
	}

	receiveEnding(ending: Ending) {
		if (ending === 'fin') {
			this.push(null);
		} else {
			this.destroy(resetError());
		}
	}

	/** Its program is killed: the kernel closes it; where the computer dies too, nobody does. */
	kill(ending: Ending | undefined) {
		this.isDead = true;
		this.#out.discardUnsent();
		if (ending) {
			this.#out.end(ending);
		} else {
			this.isSilent = true;
		}
	}

	setNoDelay() {
		return this;
	}

	setKeepAlive() {
		return this;
	}

	resetAndDestroy() {
		this.#out.end('rst');
		this.destroy();
		return this;
	}

	override _read() {
		this.#isReading = true;
	}

	override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: (error?: Error) => void) {
		if (!this.isDead) {
			this.#out.write(chunk, callback);
		}
	}

	override _final(callback: (error?: Error) => void) {
		if (!this.isDead) {
			this.#out.end('fin');
			callback();
		}
	}

	override _destroy(error: unknown, callback: (error?: Error) => void) {
		if (!this.isDead) {
			this.#out.discardUnsent();
			// What arrived and was never read makes the kernel answer with a reset.
			this.#out.end(this.readableLength > 0 || error ? 'rst' : 'fin');
		}

		callback(error instanceof Error ? error : undefined);
	}
}
