import type {SocketLog, SocketLogEntry, SocketVerb} from './socket-log.ts';

/** What an entry of one connection says besides which connection it is. */
export type ConnectionFacts = Omit<SocketLogEntry, 'verb' | 'connection' | 'local' | 'remote'>;

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
