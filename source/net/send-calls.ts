import {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {errorCode} from '../text/errors.ts';
import {describeFailure, isHeartbeat, sampleSize, type ConnectionFacts, type SentContent} from './socket-log.ts';

type SendLog = {readonly add: (verb: 'send', facts: ConnectionFacts) => void};

/** Writes that the kernel takes with one call. */
type SendCall = {
	bytes: number;
	readonly contents: SentContent[];
	/** The writes whose callbacks have not come. */
	waiting: number;
	/** Whether the socket has given the call to the system. Later writes are another call. */
	isMade: boolean;
	/** Whether its entry is made. */
	isLogged: boolean;
	/** The bytes that the TCP socket had been given with this call. */
	wireEnd: number;
};

const addFrames = (contents: readonly SentContent[]): SentContent['frames'] => {
	const sum: Record<string, number> = {};
	for (const {frames = {}} of contents) {
		for (const [type, count] of Object.entries(frames)) {
			sum[type] = (sum[type] ?? 0) + count;
		}
	}

	return Object.keys(sum).length === 0 ? undefined : sum;
};

/** Returns what the writes of one call carry together. */
const joinContents = (contents: readonly SentContent[]): SentContent => {
	const [first = {}] = contents;
	if (contents.length < 2) {
		return first;
	}

	const quoted = contents.flatMap(content => content.quoted ?? []);
	const notes = new Set(contents.flatMap(({note}) => note ?? []));
	return {
		...contents.find(({fault}) => fault !== undefined),
		frames: addFrames(contents),
		quoted: quoted.length > 0 ? Buffer.concat(quoted).subarray(0, sampleSize) : undefined,
		note: notes.size > 0 ? [...notes].join(', ') : undefined,
	};
};

/**
Writes to a socket, and enters each call of send() once the kernel has taken its bytes, or has
refused them. While a call waits for the kernel, Node joins later writes to one call.
*/
export class SendCalls {
	readonly #socket: Duplex;
	/** The TCP socket, around which `#socket` may be. */
	readonly #raw: Socket;
	readonly #log: SendLog;
	#hasTls = false;
	/** Those whose callbacks have not come, oldest first. */
	readonly #calls: SendCall[] = [];
	/** The bytes that the TCP socket had been given with the last call that was entered. */
	#wireStart: number;
	/** The number of bytes that have not left the program, or may not have. */
	#lost = 0;

	constructor(socket: Duplex, raw: Socket, log: SendLog) {
		this.#socket = socket;
		this.#raw = raw;
		this.#log = log;
		this.#wireStart = raw.bytesWritten;
	}

	/**
	Returns the calls of the TLS socket that has been put around this one. What TLS has sent before
	counts.
	*/
	upgrade(wrapper: Duplex): SendCalls {
		const upgraded = new SendCalls(wrapper, this.#raw, this.#log);
		upgraded.#hasTls = true;
		upgraded.#wireStart = this.#wireStart;
		return upgraded;
	}

	/** Writes. `content`: undefined for what has no entry. */
	write(bytes: string | Uint8Array, content: SentContent | undefined, callback?: (error?: Error) => void): boolean {
		const socket = this.#socket;
		const call = this.#findCall();
		call.bytes += Buffer.byteLength(bytes);
		call.waiting++;
		if (content) {
			call.contents.push(content);
		}

		const isRoomLeft = socket.write(bytes, error => {
			this.#onWritten(error ?? undefined);
			callback?.(error ?? undefined);
		});
		if (call.isMade) {
			call.wireEnd = this.#raw.bytesWritten;
		}

		// The kernel has taken it at once.
		if (socket === this.#raw && socket.writableLength === 0 && !socket.errored) {
			this.#enter(call);
		}

		return isRoomLeft;
	}

	/** Returns the bytes that the TCP socket was given since the last call of send(). */
	takeWireBytes(): number {
		const count = this.#raw.bytesWritten - this.#wireStart;
		this.#wireStart = this.#raw.bytesWritten;
		return count;
	}

	/** Call when the connection is closed: enters what has never left this program. */
	end(code: string | undefined) {
		for (const call of this.#calls.splice(0)) {
			if (!call.isLogged && call.isMade && this.#hasTls) {
				// TLS has given it to the TCP socket, and learns of it later.
				this.#enter(call);
			} else {
				this.#lost += call.isLogged ? 0 : call.bytes;
			}
		}

		if (this.#lost > 0) {
			this.#log.add('send', {
				bytes: this.#lost,
				...describeFailure(code ?? 'ECANCELED'),
				note: 'not taken by the system',
			});
			this.#lost = 0;
		}
	}

	#findCall(): SendCall {
		const isMade = this.#socket.writableLength === 0 && this.#socket.writableCorked === 0;
		const last = this.#calls.at(-1);
		if (!isMade && last && !last.isMade) {
			return last;
		}

		const call = {bytes: 0, contents: [], waiting: 0, isMade, isLogged: false, wireEnd: 0};
		this.#calls.push(call);
		return call;
	}

	#onWritten(error: Error | undefined) {
		const [call] = this.#calls;
		if (!call) {
			return;
		}

		call.waiting--;
		if (call.waiting > 0) {
			return;
		}

		if (!call.isMade) {
			call.wireEnd = this.#raw.bytesWritten;
		}

		this.#calls.shift();
		const [next] = this.#calls;
		if (next && !next.isMade) {
			next.isMade = true;
			next.wireEnd = this.#raw.bytesWritten;
		}

		if (call.isLogged) {
			return;
		}

		const isDestroyed = this.#socket.destroyed;
		if (error && 'syscall' in error && this.#lost === 0) {
			this.#enter(call, errorCode(error));
		} else if (error === undefined && !isDestroyed) {
			this.#enter(call);
		} else {
			// Node does not tell how much of it the kernel had taken.
			this.#lost += call.bytes;
		}
	}

	#enter(call: SendCall, code?: string) {
		call.isLogged = true;
		const wireBytes = call.wireEnd - this.#wireStart;
		this.#wireStart = Math.max(this.#wireStart, call.wireEnd);
		const content = joinContents(call.contents);
		if (call.contents.length === 0 || (content.frames && isHeartbeat(content.frames))) {
			return;
		}

		this.#log.add('send', {
			bytes: call.bytes,
			...(this.#hasTls && wireBytes > 0 && {wireBytes}),
			...content,
			...describeFailure(code),
		});
	}
}
