import type {Socket} from 'node:net';
import type {Clock} from '../clock.ts';
import type {Connection} from '../connection.ts';
import {closeReasons} from '../error-messages.ts';
import {maximumPending} from '../limits.ts';
import type {TlsUpgrader} from '../tls-psk.ts';
import {GuessLimiter} from './admission/guess-limiter.ts';
import {identifyPeer, upgradeMember, type IdentifyOptions} from './identify-peer.ts';

/** A connection whose peer has shown the key, or is plain, and is not identified yet. */
export type PendingConnection = {
	readonly connection: Connection;
	/** Returns whether the room's key has changed since the peer has shown it. */
	readonly isOutdated: () => boolean;
	/** Call it once the peer has sent its hello or plain text. */
	readonly onIdentified: () => void;
};

export type ConnectionGateOptions = {
	readonly clock: Clock;
	readonly tlsUpgrader: TlsUpgrader;
	/** Whether plain peers may enter. */
	readonly plain: boolean;
	/** The number of connections that may be open at a time, pending ones included. */
	readonly maximum: number;
	/**
	Called for a peer that has the room's key. `first`: bytes that were read before. `helloTime`:
	milliseconds that are left for its hello.
	*/
	readonly onMember: (pending: PendingConnection, first: Uint8Array, helloTime: number) => void;
	/** Called for a plain peer. `first`: bytes that were read before. */
	readonly onPlain: (pending: PendingConnection, first: Uint8Array) => void;
};

/** Lets accepted connections in, within limits, and finds out how their peers speak. */
export class ConnectionGate {
	/** Whether the key that peers show is about to be replaced. */
	isCodeChanging = false;
	readonly #options: ConnectionGateOptions;
	readonly #connections = new Set<Connection>();
	/** Connections whose peers are not identified yet, oldest first. */
	readonly #pending = new Set<Connection>();
	readonly #guesses: GuessLimiter;
	#keyChanges = 0;

	constructor(options: ConnectionGateOptions) {
		this.#options = options;
		this.#guesses = new GuessLimiter(options.clock);
	}

	/** All open connections. */
	get connections(): Iterable<Connection> {
		return this.#connections;
	}

	/** Lets an accepted connection in, if there is room. */
	admit(connection: Connection, socket: Socket) {
		const {maximum} = this.#options;
		this.#connections.add(connection);
		socket.once('close', () => {
			this.#connections.delete(connection);
			this.#pending.delete(connection);
		});
		if (this.#connections.size > maximum) {
			connection.log('bye', {by: 'local', reason: 'full', note: closeReasons.full.text});
			connection.destroy();
			return;
		}

		this.#pending.add(connection);
		this.#evictOldestPending();
		identifyPeer(connection, this.#createIdentifyOptions(connection));
	}

	/**
	Returns whether the first bytes of a supposed plain peer are those of a client that was slow.
	*/
	looksLikeTls(first: Uint8Array): boolean {
		return this.#options.tlsUpgrader.looksLikeTls(first);
	}

	/** Starts the handshake with a client that seemed to be a plain peer. */
	upgradeMember(connection: Connection, first: Uint8Array) {
		upgradeMember(connection, first, this.#createIdentifyOptions(connection));
	}

	/** Marks all pending connections that have shown the old key as outdated. */
	onKeyChange() {
		this.#keyChanges++;
	}

	#createIdentifyOptions(connection: Connection): IdentifyOptions {
		const {clock, tlsUpgrader, plain, onMember, onPlain} = this.#options;
		return {
			clock,
			tlsUpgrader,
			plain,
			events: {
				onMember: (first, helloTime) => {
					onMember(this.#createPending(connection), first, helloTime);
				},
				onPlain: first => {
					onPlain(this.#createPending(connection), first);
				},
				onHandshake: proceed => this.#guesses.request(connection.address, proceed),
				onRefused: () => {
					this.#guesses.recordFailure(connection.address);
				},
			},
		};
	}

	#createPending(connection: Connection): PendingConnection {
		const keyChanges = this.#keyChanges;
		return {
			connection,
			isOutdated: () => this.isCodeChanging || keyChanges !== this.#keyChanges,
			onIdentified: () => {
				this.#pending.delete(connection);
			},
		};
	}

	/** Silent peers make way for newer ones: an honest client says hello at once. */
	#evictOldestPending() {
		const [oldest] = this.#pending;
		if (oldest && this.#pending.size > maximumPending) {
			this.#pending.delete(oldest);
			oldest.log('bye', {by: 'local', note: `sent no hello, and neither did ${maximumPending} later connections`});
			oldest.destroy({notify: true});
		}
	}
}
