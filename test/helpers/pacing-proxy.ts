/** A slow link on loopback: a TCP proxy that forwards so many bytes a second each way. */
import {once} from 'node:events';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import type {Cleanup} from './line-process.ts';

/** Bytes per second. */
export type Pace = {
	/** From the host to the client. */
	readonly down: number;
	/** From the client to the host. */
	readonly up: number;
};

/** How often bytes are forwarded, in milliseconds. */
const tick = 20;

/** Beyond this many bytes the proxy stops reading, as a router with a short queue does. */
const queueLimit = 2048;

/**
Forwards one direction of a connection at its pace. Apart from `queueLimit`, bytes wait in the
kernel's buffers of the sender, as they do on a real link; on loopback these hold megabytes.
*/
class PacedPipe {
	/** The number of bytes that were forwarded. */
	forwarded = 0;
	readonly #source: Socket;
	readonly #sink: Socket;
	readonly #rate: () => number;
	readonly #timer: NodeJS.Timeout;
	#queue: Uint8Array[] = [];
	#queued = 0;
	#credit = 0;
	#last = performance.now();
	#hasEnded = false;

	constructor(source: Socket, sink: Socket, rate: () => number) {
		this.#source = source;
		this.#sink = sink;
		this.#rate = rate;
		source.on('data', (chunk: Uint8Array) => {
			this.#queue.push(chunk);
			this.#queued += chunk.length;
			if (this.#queued > queueLimit) {
				source.pause();
			}
		});
		source.on('end', () => {
			this.#hasEnded = true;
		});
		this.#timer = setInterval(() => {
			this.#forward();
		}, tick);
	}

	stop() {
		clearInterval(this.#timer);
	}

	/** A pause of this process is caught up with: the pace holds over time. */
	#forward() {
		const now = performance.now();
		this.#credit += ((now - this.#last) / 1000) * this.#rate();
		this.#last = now;
		while (this.#queued > 0 && this.#credit >= 1) {
			const [first = new Uint8Array()] = this.#queue;
			const part = first.subarray(0, Math.floor(this.#credit));
			this.#queue =
				part.length < first.length ? [first.subarray(part.length), ...this.#queue.slice(1)] : this.#queue.slice(1);
			this.#queued -= part.length;
			this.#credit -= part.length;
			this.forwarded += part.length;
			this.#sink.write(part);
		}

		if (this.#queued === 0) {
			// An idle link saves nothing up.
			this.#credit = Math.min(this.#credit, (tick / 1000) * this.#rate());
			if (this.#hasEnded) {
				this.stop();
				this.#sink.end();
			}
		}

		if (this.#queued <= queueLimit) {
			this.#source.resume();
		}
	}
}

/**
Listens on a free port of this machine, and leads each connection to `targetPort` at this pace,
which each connection has for itself. Closed after the test.
*/
export const openPacingProxy = async (t: Cleanup, targetPort: number, initialPace: Pace) => {
	let pace = initialPace;
	const sockets = new Set<Socket>();
	const pipes: Array<{readonly down: PacedPipe; readonly up: PacedPipe}> = [];
	const server = createServer({allowHalfOpen: true, noDelay: true, pauseOnConnect: true}, client => {
		const host = connect({port: targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true});
		const pair = {
			down: new PacedPipe(host, client, () => pace.down),
			up: new PacedPipe(client, host, () => pace.up),
		};
		pipes.push(pair);
		for (const socket of [client, host]) {
			sockets.add(socket);
			socket.on('error', () => undefined);
			socket.on('close', () => {
				sockets.delete(socket);
				pair.down.stop();
				pair.up.stop();
				client.destroy();
				host.destroy();
			});
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const close = () => {
		server.close();
		for (const socket of sockets) {
			socket.destroy();
		}
	};

	t?.after(close);
	return {
		port: (server.address() as AddressInfo).port,
		/** The number of connections that were made, those that are over included. */
		connections: () => pipes.length,
		/** The number of bytes that were forwarded each way, over all connections. */
		forwarded: (): Pace => ({
			down: pipes.reduce((sum, {down}) => sum + down.forwarded, 0),
			up: pipes.reduce((sum, {up}) => sum + up.forwarded, 0),
		}),
		setPace(next: Pace) {
			pace = next;
		},
		close,
	};
};
