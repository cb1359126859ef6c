/**
A TCP proxy on loopback that does to connections what networks do: delay, split, reset, cut,
swallow, refuse.
*/
import {connect, createServer, type Server, type Socket} from 'node:net';
import {Forwarder} from './forwarder.ts';
import type {Direction, HoleScope} from './plan.ts';
import type {Random} from '../model/random.ts';

export type ProxyOptions = {
	/** Where it listens; 0 picks a free port. */
	readonly port: number;
	/** Where it leads to, on loopback. */
	readonly targetPort: number;
	readonly random: Random;
};

type Hole = {readonly directions: readonly Direction[]; readonly scope: HoleScope; readonly duration: number};

type Connection = {
	readonly client: Socket;
	readonly host: Socket;
	readonly pipes: Readonly<Record<Direction, Forwarder>>;
};

/** Leads one client to the host. Each fault ends by itself after its time, or at once with `calm`. */
export class Proxy {
	readonly #options: ProxyOptions;
	readonly #server: Server;
	readonly #connections = new Set<Connection>();
	readonly #endings = new Set<() => void>();
	#port: number;
	#delay = 0;
	#isSplitting = false;
	readonly #pathHoles = new Set<{readonly directions: readonly Direction[]; readonly pipes: Forwarder[]}>();
	#nextHole: Hole | undefined;
	#wholeSince = 0;
	#isClosed = false;

	constructor(options: ProxyOptions) {
		this.#options = options;
		this.#port = options.port;
		this.#server = createServer({allowHalfOpen: true, noDelay: true}, client => {
			this.#accept(client);
		});
		this.#server.on('error', () => {
			// Somebody else was given the port meanwhile: it will be free again.
			this.#for(100, () => {
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

	/**
	When the path last recovered, in milliseconds since the epoch; Infinity while a fault holds.
	*/
	get healthySince() {
		return this.#endings.size > 0 ? Number.POSITIVE_INFINITY : this.#wholeSince;
	}

	async listen() {
		await new Promise<void>(resolve => {
			this.#server.once('listening', resolve).listen(this.#port, '127.0.0.1');
		});
		const address = this.#server.address();
		this.#port = typeof address === 'object' && address ? address.port : this.#port;
	}

	/** Both ends of every connection get a RST. */
	reset() {
		for (const {client, host} of this.#connections) {
			client.resetAndDestroy();
			host.resetAndDestroy();
		}
	}

	/** Both ends of every connection get a FIN. */
	end() {
		for (const {client, host} of this.#connections) {
			client.end();
			host.end();
		}
	}

	/** The next frame in that direction is cut in its middle, and the connection with it. */
	cutInFrame(direction: Direction) {
		for (const {pipes} of this.#connections) {
			pipes[direction].isCutting = true;
		}
	}

	/** Sockets stay open and nothing comes through. */
	blackHole(hole: Hole) {
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
			this.#for(duration, () => {
				this.#pathHoles.delete(pathHole);
			});
		}
	}

	/** Present connections are reset, and new ones refused. */
	refuse(duration: number) {
		if (!this.#server.listening) {
			return;
		}

		this.#server.close();
		this.reset();
		this.#for(duration, () => {
			this.#listenAgain();
		});
	}

	/** What comes through comes later, or in tiny pieces. */
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
		this.#for(duration, () => {
			this.#setPace(0, false);
		});
	}

	/** Ends every fault. */
	endFaults() {
		this.#nextHole = undefined;
		for (const end of this.#endings) {
			end();
		}
	}

	close() {
		this.#isClosed = true;
		this.endFaults();
		this.#server.close();
		for (const {client, host} of this.#connections) {
			// A reset waits until all that was written is taken.
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

		this.#for(duration, () => {
			for (const pipe of pipes) {
				pipe.lift();
			}
		});
	}

	/** Undoes a fault after its time, or earlier when the storm is over. */
	#for(duration: number, undo: () => void) {
		const end = () => {
			clearTimeout(timer);
			this.#endings.delete(end);
			this.#wholeSince = Date.now();
			undo();
		};

		const timer = setTimeout(end, duration);
		this.#endings.add(end);
	}
}
