/** The network between a peer and the host: all connections of a peer take its route. */
import {Connection} from '../../source/net/connection.ts';
import type {Dial, DialEvents} from '../../source/net/dial/dial.ts';
import {dialDeadline} from '../../source/net/limits.ts';
import type {SocketLog} from '../../source/net/socket-log.ts';
import {openRoute, SocketPair, type End, type Route} from '../model/socket-pair.ts';
import type {ProgramClock} from './time.ts';
import type {WatchedConnection} from './watched-connection.ts';

/** Called when a connection arrives at the host: accepts it, refuses it, or does not answer. */
export type Answer = (pair: SocketPair, peer: Peer) => WatchedConnection | 'refused' | 'silence';

const hostAddress = {address: '10.0.0.1', port: 5000};

/** A computer that connects to the host. */
export class Peer {
	readonly name: string;
	route: Route = openRoute;
	/** The connections, the newest last. */
	connections: WatchedConnection[] = [];
	readonly #answer: Answer;
	readonly #capacity: number;
	readonly #index: number;
	#port = 40_000;
	#dialling: {readonly onConnected: (pair: SocketPair) => void; readonly onFailure: (code: string) => void} | undefined;

	constructor(
		name: string,
		{index, capacity, answer}: {readonly index: number; readonly capacity: number; readonly answer: Answer},
	) {
		this.name = name;
		this.#answer = answer;
		this.#capacity = capacity;
		this.#index = index;
	}

	/** Returns a dialer for a link, with the events of net/dial.ts. */
	dial({clock, log}: {readonly clock: ProgramClock; readonly log: SocketLog}): Dial {
		return (_endpoint, {onConnection, onFailure}: DialEvents) => {
			const stop = () => {
				deadline.stop();
				this.#dialling = undefined;
			};

			const fail = (code: string) => {
				stop();
				onFailure(code);
			};

			const deadline = clock.after(dialDeadline, () => {
				fail('no-answer');
			});
			this.#dialling = {
				onConnected(pair) {
					stop();
					onConnection(new Connection(pair.client.asSocket, log));
				},
				onFailure: fail,
			};
			return stop;
		};
	}

	/** Completes or refuses the connection being dialled. Returns whether anything happened. */
	connect(): boolean {
		const dialling = this.#dialling;
		if (!dialling || !this.route.host || !this.route.client) {
			return false;
		}

		this.#port++;
		const client = {address: `10.0.1.${this.#index}`, port: this.#port};
		const pair = new SocketPair({client, host: hostAddress, capacity: this.#capacity});
		const answer = this.#answer(pair, this);
		if (answer === 'silence') {
			return false;
		}

		if (answer === 'refused') {
			dialling.onFailure('ECONNREFUSED');
			return true;
		}

		this.connections.push(answer);
		dialling.onConnected(pair);
		return true;
	}

	/** Connects without a link. */
	connectDirectly(onConnected: (pair: SocketPair) => void) {
		this.#dialling = {onConnected, onFailure() {}};
		this.connect();
		this.#dialling = undefined;
	}

	/** Kills its program. */
	kill() {
		this.#dialling = undefined;
		for (const {pair} of this.connections) {
			pair.client.kill('fin');
		}
	}

	/** Delivers up to `count` bytes of each connection. Returns whether any arrived. */
	deliver(to: End, count: number): boolean {
		const moved = this.route[to] ? this.connections.map(({pair}) => pair.deliver(to, count)) : [];
		return moved.includes(true);
	}

	/** Forgets connections that are closed at both ends. */
	forgetClosed() {
		this.connections = this.connections.filter(({pair}) => !pair.isOver);
	}
}
