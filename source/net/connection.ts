import {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import {sanitizeLine} from '../text/sanitize.ts';
import {truncate} from '../text/width.ts';
import {formatEndpoint} from './address.ts';
import type {Clock} from './clock.ts';
import type {LogSocketCall, SocketVerb} from './socket-log.ts';
import {errorCode} from '../text/errors.ts';

/** What the owner of a connection hears of it. After `onClose` nothing more comes. */
export type ConnectionEvents = {
	readonly onData: (chunk: Uint8Array) => void;
	/** The other side will send no more; it may still read. */
	readonly onEnd: () => void;
	/** All that was written has been handed to the kernel. */
	readonly onDrain: () => void;
	/** It is over: `code` is the system's error code, if an error ended it. */
	readonly onClose: (code: string | undefined) => void;
};

/** How long a connection that was ended may take to close, in milliseconds. */
const graceMs = 1000;

/** How many columns of what was sent or received the log quotes. */
const quoteColumns = 40;

/** Bytes as a student would write them in a program, for the connection log. */
export const quote = (bytes: Uint8Array | string): string => {
	const text =
		typeof bytes === 'string'
			? bytes.slice(0, 256)
			: Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 256)).toString();
	return truncate(sanitizeLine(JSON.stringify(text)), quoteColumns);
};

type SocketListeners = {
	readonly data: (chunk: Uint8Array) => void;
	readonly end: () => void;
	readonly drain: () => void;
	readonly error: (error: Error) => void;
	readonly close: () => void;
};

/**
A connected socket whose every step is in the connection log: send, recv, end, reset, close. `detach` makes it inert, so that late
events of a connection that was given up reach nobody.
*/
export class Connection {
	/** This end and the other end, `address:port`. */
	readonly local: string;
	readonly remote: string;
	/** The other end's IP address. */
	readonly address: string;
	#socket: Socket;
	readonly #log: LogSocketCall;
	#events: ConnectionEvents | undefined;
	#isClosed = false;
	/** Each takes one of its listeners off the present socket. */
	readonly #listening: Array<() => void> = [];

	constructor(socket: Socket, log: LogSocketCall) {
		this.#socket = socket;
		this.#log = log;
		this.local = formatEndpoint(socket.localAddress, socket.localPort);
		this.remote = formatEndpoint(socket.remoteAddress, socket.remotePort);
		this.address = socket.remoteAddress ?? '';
		this.#attach(socket);
	}

	/** Bytes that were written and that the kernel has not taken. */
	get backlog() {
		return this.#socket.writableLength;
	}

	/** Whether writing still makes sense. */
	get isWritable() {
		return this.#socket.writable;
	}

	/**
	What is sent and received from now on goes through the socket that `wrap` puts around this one; `first` was read, and is to be read by it.
	Gives that socket.
	*/
	upgrade<Wrapper extends Socket>(wrap: (socket: Socket) => Wrapper, first: Uint8Array): Wrapper {
		const raw = this.#socket;
		raw.pause();
		for (const stop of this.#listening.splice(0)) {
			stop();
		}

		// Its errors are the wrapper's, too.
		raw.on('error', () => undefined);
		if (first.length > 0) {
			raw.unshift(first);
		}

		const wrapper = wrap(raw);
		this.#socket = wrapper;
		this.#attach(wrapper);
		return wrapper;
	}

	/** From now on these hear of it. The socket is paused until then, so nothing is missed. */
	listen(events: ConnectionEvents) {
		this.#events = events;
		this.#socket.resume();
	}

	log(verb: SocketVerb, detail: string) {
		this.#log({verb, detail, peer: this.remote});
	}

	/** Writes; `what` says in the log what it was. Gives false once the socket holds more than it should. */
	write(bytes: string | Uint8Array, what: string | undefined): boolean {
		if (!this.#socket.writable) {
			return false;
		}

		if (what !== undefined) {
			this.log('send', `${Buffer.byteLength(bytes)} B ${what} to ${this.remote}`);
		}

		return this.#socket.write(bytes);
	}

	/** Writes, and calls back once the kernel has taken all of it; never if the connection is lost before. */
	writeThen(bytes: string, what: string, onTaken: () => void) {
		this.log('send', `${Buffer.byteLength(bytes)} B ${what} to ${this.remote}`);
		this.#socket.write(bytes, error => {
			if (!error) {
				onTaken();
			}
		});
	}

	pause() {
		this.#socket.pause();
	}

	resume() {
		this.#socket.resume();
	}

	/** Asks the kernel to find out whether the other side is still there though it says nothing: about 11 s until `onClose`. */
	probe() {
		this.#socket.setKeepAlive(true, 1000);
	}

	/** Sends what was written, then a FIN; the other side may still send. */
	end() {
		this.#socket.end();
	}

	/**
	Sends what was written and a FIN, tells nothing more, and closes once the other side has, at the latest after `graceMs`. Resolves
	when it is closed.
	*/
	async close(clock: Clock): Promise<void> {
		this.#events = undefined;
		if (this.#isClosed) {
			return;
		}

		this.#socket.end();
		// Bytes that nobody reads would turn the close into a reset, which can overtake the last words.
		this.#socket.resume();
		const timer = clock.after(graceMs, () => {
			this.#socket.destroy();
		});
		await new Promise<void>(resolve => {
			this.#socket.once('close', () => {
				timer.stop();
				resolve();
			});
		});
	}

	/** Closes now, and whoever listened hears nothing more. */
	destroy() {
		this.#events = undefined;
		this.#socket.destroy();
	}

	/** Closes now, and whoever listens hears that it is over: for those who do not own it. */
	cut() {
		this.#socket.destroy();
	}

	#attach(socket: Socket) {
		// A data listener would set it flowing before its owner listens.
		socket.pause();
		// Without it the kernel holds small writes back for up to 40 ms.
		socket.setNoDelay(true);
		let code: string | undefined;
		let hasEnded = false;
		const on = <Name extends keyof SocketListeners>(name: Name, listener: SocketListeners[Name]) => {
			socket.on(name, listener);
			this.#listening.push(() => {
				socket.off(name, listener);
			});
		};

		on('data', (chunk: Uint8Array) => {
			this.#events?.onData(chunk);
		});
		on('end', () => {
			hasEnded = true;
			this.log('end', `${this.remote} sends no more`);
			this.#events?.onEnd();
		});
		on('drain', () => {
			this.#events?.onDrain();
		});
		on('error', (error: Error) => {
			code = errorCode(error);
			// Where a handshake was ended, Node says that it was reset.
			if (!hasEnded && (code === 'ECONNRESET' || code === 'EPIPE')) {
				this.log('reset', this.remote);
			}
		});
		on('close', () => {
			if (!this.#isClosed) {
				this.#isClosed = true;
				this.log('close', `${this.local} → ${this.remote}`);
			}

			this.#events?.onClose(code);
			this.#events = undefined;
		});
	}
}
