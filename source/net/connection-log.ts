import type {Socket} from 'node:net';
import type {SendCalls} from './send-calls.ts';
import type {ConnectionFacts, SocketLog, SocketVerb} from './socket-log.ts';

/** The entries of one connected socket in the connection log. */
export class ConnectionLog {
	readonly number: number;
	readonly #log: SocketLog;
	readonly #local: string;
	readonly #remote: string;

	constructor(
		log: SocketLog,
		{number, local, remote}: {readonly number: number; readonly local: string; readonly remote: string},
	) {
		this.number = number;
		this.#log = log;
		this.#local = local;
		this.#remote = remote;
	}

	add(verb: SocketVerb, facts?: ConnectionFacts) {
		this.#log.add({verb, connection: this.number, local: this.#local, remote: this.#remote, ...facts});
	}
}

/** The bytes of one connection that are TLS's own: its handshake, and its sign of an end. */
export class TlsBytes {
	readonly #raw: Socket;
	readonly #sends: SendCalls;
	readonly #log: ConnectionLog;
	/** The raw bytes that had been received with the last bytes of the other side's program. */
	#received = 0;
	#isSecure = false;

	constructor(raw: Socket, sends: SendCalls, log: ConnectionLog) {
		this.#raw = raw;
		this.#sends = sends;
		this.#log = log;
	}

	/** Call for bytes of the other side's program. */
	onData() {
		this.#received = this.#raw.bytesRead;
	}

	/** Enters the bytes of the handshake, and what came of it. */
	logHandshake({isSecure, ...facts}: ConnectionFacts & {readonly isSecure: boolean}) {
		this.#isSecure = isSecure;
		for (const by of ['local', 'remote'] as const) {
			const wireBytes = this.#take(by);
			if (wireBytes > 0) {
				this.#log.add('secure', {by, wireBytes});
			}
		}

		this.#log.add('secure', facts);
	}

	/** Enters the end of one direction, with the bytes by which TLS says so before TCP does. */
	logEnd(verb: 'shutdown' | 'end') {
		const wireBytes = this.#isSecure ? this.#take(verb === 'end' ? 'remote' : 'local') : 0;
		this.#log.add(verb, wireBytes > 0 ? {wireBytes, note: 'close_notify'} : {});
	}

	#take(by: 'local' | 'remote'): number {
		if (by === 'local') {
			return this.#sends.takeWireBytes();
		}

		const count = this.#raw.bytesRead - this.#received;
		this.#received = this.#raw.bytesRead;
		return count;
	}
}
