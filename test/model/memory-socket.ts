/** One end of a connection in memory, with the part of net.Socket that the program uses. */
import {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import {Duplex} from 'node:stream';
import type {Ending, MemoryPipe} from './memory-pipe.ts';

export type Address = {readonly address: string; readonly port: number};

const resetError = () => Object.assign(new Error('read ECONNRESET'), {code: 'ECONNRESET', syscall: 'read'});

export class MemorySocket extends Duplex {
	readonly localAddress: string;
	readonly localPort: number;
	readonly remoteAddress: string;
	readonly remotePort: number;
	/** Whether its program was killed: the socket then ignores every call. */
	isDead = false;
	/** Whether its computer is off: it then does not even answer with a reset. */
	isSilent = false;
	/** The number of bytes that have arrived. */
	bytesRead = 0;
	/** Not counted: no TLS is put around a socket in memory. */
	bytesWritten = 0;
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

	/** Called before each write of its program. `before`: how many bytes were buffered. */
	onWrite: (bytes: string, before: number) => void = () => undefined;

	/** Called when its program is ready for more bytes. */
	onRead: () => void = () => undefined;

	/** This socket as the program's type: the only cast. */
	get asSocket(): Socket {
		return this as unknown as Socket;
	}

	/** Whether its program is ready for bytes. */
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

	receive(bytes: Uint8Array) {
		this.bytesRead += bytes.length;
		this.#isReading = this.push(Buffer.from(bytes));
	}

	receiveEnding(ending: Ending) {
		if (ending === 'fin') {
			this.push(null);
		} else {
			this.destroy(resetError());
		}
	}

	/**
	Kills its program. The kernel closes the socket with `ending`, unless the computer dies too.
	*/
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
		this.onRead();
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
			// The kernel answers with a reset if bytes arrived that the program has not read.
			this.#out.end(this.readableLength > 0 || error ? 'rst' : 'fin');
		}

		callback(error instanceof Error ? error : undefined);
	}
}
