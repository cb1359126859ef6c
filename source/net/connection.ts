import {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {errorCode} from '../text/errors.ts';
import {formatEndpoint} from './address.ts';
import type {Clock} from './clock.ts';
import {ConnectionLog, type ConnectionFacts} from './connection-log.ts';
import {closeTimeout} from './limits.ts';
import type {ConnectionTap} from './recording/connection-tap.ts';
import {writeTapped} from './recording/write-tapped.ts';
import type {SentContent, SocketLog, SocketVerb} from './socket-log.ts';

/** Callbacks of the owner of a connection. None is called after `onClose`. */
export type ConnectionEvents = {
	readonly onData: (chunk: Uint8Array) => void;
	/** Called when the other side has sent a FIN. It may still read. */
	readonly onEnd: () => void;
	/** Called when the kernel has taken everything that was written. */
	readonly onDrain: () => void;
	/**
	Called when the connection is closed. `code`: the system's error code, if there was an error.
	*/
	readonly onClose: (code: string | undefined) => void;
};

type SocketListeners = {
	readonly data: (chunk: Uint8Array) => void;
	readonly end: () => void;
	readonly drain: () => void;
	readonly error: (error: Error) => void;
	readonly close: () => void;
};

/**
A connected socket that writes each step to the connection log: send, recv, end, reset, close. After
`close` or `destroy()` it calls nobody, so late events cannot disturb the next connection.
*/
export class Connection {
	/** This end's `address:port`. */
	readonly local: string;
	/** The other end's `address:port`. */
	readonly remote: string;
	/** The other end's IP address. */
	readonly address: string;
	/** Whether TLS is around what is written and read. */
	isSecure = false;
	/** Records each call; undefined while nobody looks. */
	tap: ConnectionTap | undefined;
	#socket: Duplex;
	/** The TCP socket, which TLS may be wrapped around. */
	readonly #raw: Socket;
	readonly #log: ConnectionLog;
	#events: ConnectionEvents | undefined;
	#isClosed = false;
	/** Functions that remove this connection's listeners from the current socket. */
	readonly #removers: Array<() => void> = [];

	/**
	`number`: the socket's in the connection log, if it has one already. `stream`: what to read from
	and write to in place of the socket.
	*/
	constructor(socket: Socket, log: SocketLog, number = log.nextNumber(), stream: Duplex = socket) {
		this.#socket = stream;
		this.#raw = socket;
		this.local = formatEndpoint(socket.localAddress, socket.localPort);
		this.remote = formatEndpoint(socket.remoteAddress, socket.remotePort);
		this.address = socket.remoteAddress ?? '';
		this.#log = new ConnectionLog(log, {number, local: this.local, remote: this.remote});
		this.#attach(stream);
		log.onConnection?.(this, {number, socket});
	}

	/** The number of bytes that were written and that the kernel has not taken. */
	get backlog() {
		return this.#socket.writableLength;
	}

	/** The number of bytes that the network has delivered. Those of TLS itself count too. */
	get bytesReceived() {
		return this.#raw.bytesRead;
	}

	/** False once this side has ended or the connection is lost. */
	get isWritable() {
		return this.#socket.writable;
	}

	/**
	Replaces the socket with the one that `wrap` puts around it, and returns that one. `first`:
	bytes that were read before, which the new socket reads again.
	*/
	upgrade<Wrapper extends Duplex>(wrap: (socket: Duplex) => Wrapper, first: Uint8Array): Wrapper {
		const wrapped = this.#socket;
		wrapped.pause();
		for (const remove of this.#removers.splice(0)) {
			remove();
		}

		// The wrapper reports this socket's errors too. Without a listener they would be thrown.
		wrapped.on('error', () => undefined);
		if (first.length > 0) {
			wrapped.unshift(first);
		}

		const wrapper = wrap(wrapped);
		this.#socket = wrapper;
		this.isSecure = true;
		this.#attach(wrapper);
		return wrapper;
	}

	/** Starts reading. The socket is paused until then, so nothing is missed. */
	listen(events: ConnectionEvents) {
		this.#events = events;
		this.#socket.resume();
	}

	/** Adds an entry about this connection to the connection log. */
	log(verb: SocketVerb, facts?: ConnectionFacts) {
		this.#log.add(verb, facts);
	}

	/**
	Writes. `content`: what the connection log says of the bytes; undefined: no entry. Returns false
	when the socket holds more than its high-water mark, or is closed.
	*/
	write(bytes: string | Uint8Array, content: SentContent | undefined): boolean {
		if (!this.#socket.writable) {
			return false;
		}

		if (content !== undefined) {
			this.log('send', {bytes: Buffer.byteLength(bytes), ...content});
		}

		return writeTapped({tap: this.tap, socket: this.#socket}, bytes, content);
	}

	/**
	Writes, and calls `onTaken` once the kernel has all of it; never if the connection is lost
	first.
	*/
	writeThen(bytes: string, content: SentContent, onTaken: () => void) {
		this.log('send', {bytes: Buffer.byteLength(bytes), ...content});
		writeTapped({tap: this.tap, socket: this.#socket}, bytes, content, error => {
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

	/** Turns on TCP keepalive: if the other side is gone, `onClose` comes after about 11 s. */
	probe() {
		this.#raw.setKeepAlive(true, 1000);
	}

	/** Half-closes: sends what was written, then a FIN. The other side may still send. */
	end() {
		this.#socket.end();
	}

	/**
	Closes gracefully: sends what was written and a FIN, calls no more callbacks, and closes once
	the other side has, after `closeTimeout` at the latest. Resolves when the connection is closed.
	*/
	async close(clock: Clock): Promise<void> {
		this.#events = undefined;
		if (this.#isClosed) {
			return;
		}

		this.#socket.end();
		// Closing with unread bytes sends a RST, which can overtake the last bytes that were
		// written.
		this.#socket.resume();
		const timer = clock.after(closeTimeout, () => {
			this.#socket.destroy();
		});
		await new Promise<void>(resolve => {
			this.#socket.once('close', () => {
				timer.stop();
				resolve();
			});
		});
	}

	/**
	Closes at once. Calls no more callbacks, unless `notify` asks for `onClose`: for a caller that
	is not the connection's owner.
	*/
	destroy({notify = false}: {readonly notify?: boolean} = {}) {
		if (!notify) {
			this.#events = undefined;
		}

		this.#socket.destroy();
	}

	#attach(socket: Duplex) {
		// A data listener would start the flow before the owner listens.
		socket.pause();
		// Nagle's algorithm would hold small writes back for up to 40 ms.
		this.#raw.setNoDelay(true);
		let code: string | undefined;
		let hasEnded = false;
		const on = <Name extends keyof SocketListeners>(name: Name, listener: SocketListeners[Name]) => {
			socket.on(name, listener);
			this.#removers.push(() => {
				socket.off(name, listener);
			});
		};

		on('data', (chunk: Uint8Array) => {
			this.tap?.recordReceived(chunk);
			this.#events?.onData(chunk);
		});
		on('end', () => {
			hasEnded = true;
			this.log('end');
			this.#events?.onEnd();
		});
		on('drain', () => {
			this.#events?.onDrain();
		});
		on('error', (error: Error) => {
			code = errorCode(error);
			// Node reports a FIN during a TLS handshake as ECONNRESET.
			if (!hasEnded && (code === 'ECONNRESET' || code === 'EPIPE')) {
				this.log('reset');
			}
		});
		on('close', () => {
			if (!this.#isClosed) {
				this.#isClosed = true;
				this.log('close');
			}

			this.#events?.onClose(code);
			this.#events = undefined;
		});
	}
}
