import type {Socket} from 'node:net';
import type {Clock} from '../clock.ts';
import {Connection} from '../connection.ts';
import {identifyPeer, upgradeMember, type IdentifyOptions} from './identify-peer.ts';
import {failedHandshakes, failedHandshakesWithin, maximumPending} from '../limits.ts';
import type {LogSocketCall} from '../socket-log.ts';
import {closeReasons} from '../error-messages.ts';
import type {TlsUpgrader} from '../tls-psk.ts';

/** A connection that has shown that it may come in, and has not said who it is. */
export type PendingConnection = {
	readonly connection: Connection;
	/** Whether the room's key is another one than it has shown. */
	readonly isOutdated: () => boolean;
	/** It has said who it is. */
	readonly identified: () => void;
};

export type ConnectionGateOptions = {
	readonly clock: Clock;
	readonly log: LogSocketCall;
	readonly tlsUpgrader: TlsUpgrader;
	/** Also let raw text peers in. */
	readonly plain: boolean;
	/** How many connections there may be at a time, those included that have not said who they are. */
	readonly maximum: number;
	readonly onMember: (arrival: PendingConnection, first: Uint8Array, helloTime: number) => void;
	readonly onPlain: (arrival: PendingConnection, first: Uint8Array) => void;
};

/** Addresses whose failures are remembered; of more, the oldest are forgotten. */
const maximumAddresses = 4096;

/** Takes connections in, from the accept until they have said who they are, within limits. */
export class ConnectionGate {
	readonly #parts: ConnectionGateOptions;
	readonly #connections = new Set<Connection>();
	/** Those that have not said who they are, oldest first. */
	readonly #arriving = new Set<Connection>();
	/** When handshakes of an address have failed, in milliseconds since the epoch. */
	readonly #failures = new Map<string, number[]>();
	#keyChanges = 0;

	constructor(parts: ConnectionGateOptions) {
		this.#parts = parts;
	}

	/** All that are open. */
	get connections(): Iterable<Connection> {
		return this.#connections;
	}

	accept(socket: Socket) {
		const {log, maximum} = this.#parts;
		const connection = new Connection(socket, log);
		this.#connections.add(connection);
		socket.once('close', () => {
			this.#connections.delete(connection);
			this.#arriving.delete(connection);
		});
		connection.log('accept', `${connection.remote} at ${connection.local}`);
		if (this.#connections.size > maximum) {
			connection.log('close', `${connection.remote} full: ${closeReasons.full.text}`);
			connection.destroy();
			return;
		}

		this.#arriving.add(connection);
		this.#dropOldest();
		identifyPeer(connection, this.#intakeOf(connection));
	}

	/** Whether what one has written that was taken for a plain peer is a member's first word, which came late. */
	looksLikeTls(first: Uint8Array): boolean {
		return this.#parts.tlsUpgrader.looksLikeTls(first);
	}

	/** Takes it for a member after all. */
	upgradeMember(connection: Connection, first: Uint8Array) {
		upgradeMember(connection, first, this.#intakeOf(connection));
	}

	/** Who has shown the key of before, and has not said who it is, does not come in with it. */
	keyChanged() {
		this.#keyChanges++;
	}

	#intakeOf(connection: Connection): IdentifyOptions {
		const {address} = connection;
		const {clock, tlsUpgrader: guard, plain, onMember, onPlain} = this.#parts;
		return {
			clock,
			tlsUpgrader: guard,
			plain,
			events: {
				onMember: (first, helloTime) => {
					onMember(this.#arrival(connection), first, helloTime);
				},
				onPlain: first => {
					onPlain(this.#arrival(connection), first);
				},
				onHandshake: () => this.#mayTry(connection, address),
				onRefused: () => {
					this.#refused(address);
				},
			},
		};
	}

	#arrival(connection: Connection): PendingConnection {
		const keyChanges = this.#keyChanges;
		return {
			connection,
			isOutdated: () => keyChanges !== this.#keyChanges,
			identified: () => {
				this.#arriving.delete(connection);
			},
		};
	}

	/** Whoever says nothing makes way for those who come after: an honest hello takes no time. */
	#dropOldest() {
		const [oldest] = this.#arriving;
		if (oldest && this.#arriving.size > maximumPending) {
			this.#arriving.delete(oldest);
			oldest.log('close', `${oldest.remote} has not said who it is, and ${maximumPending} others have not either`);
			oldest.cut();
		}
	}

	/** Guessing is slow: an address that has failed often waits. */
	#mayTry(connection: Connection, address: string): boolean {
		const since = this.#parts.clock.now() - failedHandshakesWithin;
		const recent = (this.#failures.get(address) ?? []).filter(at => at > since);
		if (recent.length < failedHandshakes) {
			return true;
		}

		connection.log(
			'close',
			`${connection.remote} has failed ${recent.length} times within ${failedHandshakesWithin / 1000} s, and waits`,
		);
		return false;
	}

	#refused(address: string) {
		const {clock} = this.#parts;
		const recent = [...(this.#failures.get(address) ?? []), clock.now()].slice(-failedHandshakes);
		this.#failures.delete(address);
		this.#failures.set(address, recent);
		const [oldest] = this.#failures.keys();
		if (oldest !== undefined && this.#failures.size > maximumAddresses) {
			this.#failures.delete(oldest);
		}
	}
}
