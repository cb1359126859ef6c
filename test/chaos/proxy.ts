/** A TCP proxy on loopback that delays, splits, resets, cuts, holds and refuses connections. */
import {connect, createServer, type Server, type Socket} from 'node:net';
import type {Random} from '../model/random.ts';
import {Forwarder} from './forwarder.ts';
import type {Direction, HoleScope} from './plan.ts';

export type ProxyOptions = {
	/** The port to listen on; 0 picks a free one. */
	readonly port: number;
	/** The port on loopback to connect to. */
	readonly targetPort: number;
	readonly random: Random;
};

type BlackHole = {readonly directions: readonly Direction[]; readonly scope: HoleScope; readonly duration: number};

type Connection = {
	readonly client: Socket;
	readonly host: Socket;
	readonly pipes: Readonly<Record<Direction, Forwarder>>;
};

/**
Connects one client to the host. Each fault ends after its duration, or at once by `endFaults`.
*/
export class Proxy {
	readonly #options: ProxyOptions;
	readonly #server: Server;
	readonly #connections = new Set<Connection>();
	readonly #activeFaults = new Set<() => void>();
	#port: number;
	#delay = 0;
	#isSplitting = false;
	readonly #pathHoles = new Set<{readonly directions: readonly Direction[]; readonly pipes: Forwarder[]}>();
	#nextHole: BlackHole | undefined;
	#healthySince = 0;
	#isClosed = false;

	constructor(options: ProxyOptions) {
		this.#options = options;
		this.#port = options.port;
		this.#server = createServer({allowHalfOpen: true, noDelay: true}, client => {
			this.#accept(client);
		});
		this.#server.on('error', () => {
			// Another socket got the port meanwhile. Try again.
			this.#schedule(100, () => {
				this.#listenAgain();
			});
		});
	}

	get port() {
		return this.#port;
	}

	get connections() {
		return this.#connections.size;
	}

	/** When the last fault ended, in milliseconds since the epoch; Infinity during a fault. */
	get healthySince() {
		return this.#activeFaults.size > 0 ? Number.POSITIVE_INFINITY : this.#healthySince;
	}

	async listen() {
		await new Promise<void>(resolve => {
			this.#server.once('listening', resolve).listen(this.#port, '127.0.0.1');
		});
		const address = this.#server.address();
		this.#port = typeof address === 'object' && address ? address.port : this.#port;
	}

	/** Resets both ends of every connection. */
	reset() {
		for (const {client, host} of this.#connections) {
			client.resetAndDestroy();
			host.resetAndDestroy();
		}
	}

	/** Sends a FIN to both ends of every connection. */
	end() {
		for (const {client, host} of this.#connections) {
			client.end();
			host.end();
		}
	}

	/** Resets each connection in the middle of its next frame in that direction. */
	cutInFrame(direction: Direction) {
		for (const {pipes} of this.#connections) {
			pipes[direction].isCutting = true;
		}
	}

	/** Holds the bytes of open sockets. */
	blackHole(hole: BlackHole) {
		if (hole.scope === 'next') {
			this.#nextHole = hole;
			this.reset();
			return;
		}

		const {directions, duration} = hole;
		const pipes = [...this.#connections].flatMap(connection =>
			directions.map(direction => connection.pipes[direction]),
		);
		this.#hold(pipes, duration);
		if (hole.scope === 'path') {
			const pathHole = {directions, pipes};
			this.#pathHoles.add(pathHole);
			this.#schedule(duration, () => {
				this.#pathHoles.delete(pathHole);
			});
		}
	}

	/** Resets the connections, and refuses new ones for `duration` ms. */
	refuse(duration: number) {
		if (!this.#server.listening) {
			return;
		}

		this.#server.close();
		this.reset();
		this.#schedule(duration, () => {
			this.#listenAgain();
		});
	}

	/** Delays each chunk, or splits it into pieces of a few bytes. */
	slow({
		delay = 0,
		isSplitting = false,
		duration,
	}: {
		readonly delay?: number;
		readonly isSplitting?: boolean;
		readonly duration: number;
	}) {
		this.#setPace(delay, isSplitting);
		this.#schedule(duration, () => {
			this.#setPace(0, false);
		});
	}

	/** Ends every fault. */
	endFaults() {
		this.#nextHole = undefined;
		for (const end of this.#activeFaults) {
			end();
		}
	}

	close() {
		this.#isClosed = true;
		this.endFaults();
		this.#server.close();
		for (const {client, host} of this.#connections) {
			// Not a reset, which would wait until all written bytes are sent.
			client.destroy();
			host.destroy();
		}
	}

	#listenAgain() {
		if (!this.#isClosed) {
			this.#server.listen(this.#port, '127.0.0.1');
		}
	}

	#accept(client: Socket) {
		const {targetPort, random} = this.#options;
		if (this.#isClosed) {
			client.destroy();
			return;
		}

		const host = connect({port: targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true});
		const pipes = {'to-host': new Forwarder(client, host, random), 'to-client': new Forwarder(host, client, random)};
		const connection = {client, host, pipes};
		this.#connections.add(connection);
		const forget = () => {
			if (client.closed && host.closed) {
				this.#connections.delete(connection);
			}
		};

		client.on('close', forget);
		host.on('close', forget);
		this.#setPace(this.#delay, this.#isSplitting);
		for (const hole of this.#pathHoles) {
			for (const direction of hole.directions) {
				pipes[direction].hold();
				hole.pipes.push(pipes[direction]);
			}
		}

		if (this.#nextHole) {
			const {directions, duration} = this.#nextHole;
			this.#nextHole = undefined;
			this.#hold(
				directions.map(direction => pipes[direction]),
				duration,
			);
		}
	}

	#setPace(delay: number, isSplitting: boolean) {
		this.#delay = delay;
		this.#isSplitting = isSplitting;
		for (const {pipes} of this.#connections) {
			for (const pipe of Object.values(pipes)) {
				pipe.delay = delay;
				pipe.isSplitting = isSplitting;
			}
		}
	}

	#hold(pipes: readonly Forwarder[], duration: number) {
		for (const pipe of pipes) {
			pipe.hold();
		}

		this.#schedule(duration, () => {
			for (const pipe of pipes) {
				pipe.lift();
			}
		});
	}

	/** Undoes a fault after `duration` ms, or earlier when `endFaults` is called. */
	#schedule(duration: number, undo: () => void) {
		const end = () => {
			clearTimeout(timer);
			this.#activeFaults.delete(end);
			this.#healthySince = Date.now();
			undo();
		};

		const timer = setTimeout(end, duration);
		this.#activeFaults.add(end);
	}
}
