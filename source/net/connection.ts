import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {errorCode} from '../text/errors.ts';
import {formatEndpoint} from './address.ts';
import type {Clock} from './clock.ts';
import {ConnectionLog, TlsBytes} from './connection-log.ts';
import {closeTimeout} from './limits.ts';
import type {ConnectionTap} from './recording/connection-tap.ts';
import {writeTapped} from './recording/write-tapped.ts';
import {SendCalls} from './send-calls.ts';
import {describeFailure, type SentContent, type SocketLog} from './socket-log.ts';

/** Callbacks of the owner of a connection. None is called after `onClose`. */
export type ConnectionEvents = {
	readonly onData: (chunk: Uint8Array) => void;
	/** Called when the other side has sent a FIN. It may still read. */
	readonly onEnd: () => void;
	/** Called when the kernel has taken everything that was written. */
	readonly onDrain: () => void;
	/** Called when the connection is closed. `code`: the system's error code, if there was one. */
	readonly onClose: (code: string | undefined) => void;
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
	#sends: SendCalls;
	#tlsBytes: TlsBytes;
	#events: ConnectionEvents | undefined;
	#isClosed = false;
	#closing: Promise<void> | undefined;
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
		this.#sends = new SendCalls(stream, socket, this.#log);
		this.#tlsBytes = new TlsBytes(socket, this.#sends, this.#log);
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
		this.#sends = this.#sends.upgrade(wrapper);
		this.#tlsBytes = new TlsBytes(this.#raw, this.#sends, this.#log);
		this.#attach(wrapper);
		return wrapper;
	}

	/** Starts reading. The socket is paused until then, so nothing is missed. */
	listen(events: ConnectionEvents) {
		this.#events = events;
		this.#socket.resume();
	}

	/** Adds an entry about this connection to the connection log. */
	log(...entry: Parameters<ConnectionLog['add']>) {
		this.#log.add(...entry);
	}

	/** Adds the handshake's bytes to the connection log, and what came of it. */
	logHandshake(result: Parameters<TlsBytes['logHandshake']>[0]) {
		this.#tlsBytes.logHandshake(result);
	}

	/**
	Writes. `content`: what the connection log says of the bytes; undefined: no entry. Returns false
	when the socket holds more than its high-water mark, or is closed.
	*/
	write(bytes: string | Uint8Array, content: SentContent | undefined): boolean {
		return this.#socket.writable && writeTapped({tap: this.tap, sends: this.#sends}, bytes, content);
	}

	/** Writes, and calls `onTaken` once the kernel has all of it, unless the connection is lost. */
	writeThen(bytes: string, content: SentContent, onTaken: () => void) {
		writeTapped({tap: this.tap, sends: this.#sends}, bytes, content, error => {
			if (!error && !this.#socket.destroyed) {
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

	/** Writes no bytes, which the system refuses if a RST has come: then `onClose` follows. */
	probe() {
		this.#raw.setKeepAlive(true, 1000);
		if (this.isWritable && this.backlog === 0) {
			this.#socket.write('');
		}
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
		this.#closing ??= this.#isClosed ? Promise.resolve() : this.#end(clock);
		return this.#closing;
	}

	/** Closes at once. Calls nobody, unless `notify` asks for `onClose`. */
	destroy({notify = false}: {readonly notify?: boolean} = {}) {
		if (!notify) {
			this.#events = undefined;
		}

		this.#socket.destroy();
		this.#logClose();
	}

	async #end(clock: Clock): Promise<void> {
		this.#socket.end();
		// Closing with unread bytes would send a RST, which can overtake the last bytes.
		this.#socket.resume();
		const timer = clock.after(closeTimeout, () => {
			this.log('timeout', {awaited: 'end', deadline: closeTimeout});
			this.destroy();
		});
		await new Promise<void>(resolve => {
			this.#socket.once('close', () => {
				timer.stop();
				resolve();
			});
		});
	}

	#attach(socket: Duplex) {
		// A data listener would start the flow before the owner listens.
		socket.pause();
		// Nagle's algorithm would hold small writes back for up to 40 ms.
		this.#raw.setNoDelay(true);
		let code: string | undefined;
		const listeners = {
			data: (chunk: Uint8Array) => {
				this.tap?.recordReceived(chunk);
				this.#tlsBytes.onData();
				this.#events?.onData(chunk);
			},
			end: () => {
				this.#tlsBytes.logEnd('end');
				this.#events?.onEnd();
			},
			finish: () => {
				this.#tlsBytes.logEnd('shutdown');
			},
			drain: () => {
				this.#events?.onDrain();
			},
			error: (error: Error) => {
				code = errorCode(error);
				// Node reports a FIN during a TLS handshake as ECONNRESET, too, but of no call.
				if ('syscall' in error && (code === 'ECONNRESET' || code === 'EPIPE')) {
					this.log('reset', describeFailure(code));
				}
			},
			close: () => {
				this.#logClose(code);
				this.#events?.onClose(code);
				this.#events = undefined;
			},
		};
		for (const [name, listener] of Object.entries(listeners)) {
			socket.on(name, listener);
			this.#removers.push(() => {
				socket.off(name, listener);
			});
		}
	}

	/** Enters what has never left this program, and that the descriptor is closed. */
	#logClose(code?: string) {
		if (!this.#isClosed) {
			this.#isClosed = true;
			this.#sends.end(code);
			this.log('close', describeFailure(code));
		}
	}
}
