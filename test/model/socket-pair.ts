/**
A connection in memory between a client and the host. Its bytes travel when a schedule delivers
them, or as fast as both ends read.
*/
import {MemoryPipe, type Ending} from './memory-pipe.ts';
import {MemorySocket, type Address} from './memory-socket.ts';

export type End = 'host' | 'client';

/** Whether bytes get through to each end. */
export type Route = {readonly host: boolean; readonly client: boolean};

export const openRoute: Route = {host: true, client: true};

/** `capacity`: how many bytes the kernels of both ends hold of each direction. */
export type SocketPairOptions = {readonly client: Address; readonly host: Address; readonly capacity: number};

/** The most bytes that one delivery hands to a program, as one read of libuv does. */
const maximumRead = 65_536;

const ends = ['host', 'client'] as const;

export class SocketPair {
	readonly host: MemorySocket;
	readonly client: MemorySocket;
	/**
	True once nothing arrives at either end any more, and neither is notified: as when a router
	forgets the connection.
	*/
	isBlackHole = false;
	/** By the end to which they lead. */
	readonly #pipes: Readonly<Record<End, MemoryPipe>>;

	constructor({client, host, capacity}: SocketPairOptions) {
		this.#pipes = {host: new MemoryPipe(capacity), client: new MemoryPipe(capacity)};
		this.host = new MemorySocket(this.#pipes.client, host, client);
		this.client = new MemorySocket(this.#pipes.host, client, host);
	}

	/** Called with bytes before a program reads them. */
	onArrival: (to: End, bytes: Uint8Array) => void = () => undefined;

	get isOver() {
		return this.host.isGone && this.client.isGone;
	}

	/** Delivers without a schedule: at once to an end that reads, and later when it reads again. */
	deliverAtOnce() {
		for (const to of ends) {
			const deliverAll = () => {
				while (this.deliver(to, maximumRead));
			};

			this.#pipes[to].onReadable = deliverAll;
			this[to].onRead = deliverAll;
		}
	}

	/**
	Delivers at most `count` bytes, or the ending after the last byte. Returns whether anything
	arrived.
	*/
	deliver(to: End, count: number): boolean {
		const pipe = this.#pipes[to];
		const receiver = this[to];
		if (this.isBlackHole || pipe.isOver || (pipe.size === 0 && !pipe.ending)) {
			return false;
		}

		if (receiver.isGone) {
			return !receiver.isSilent && this.#refuse(to);
		}

		if (pipe.size > 0 && receiver.isReading) {
			const bytes = pipe.read(Math.min(count, maximumRead));
			this.onArrival(to, bytes);
			receiver.receive(bytes);
			return true;
		}

		if (pipe.ending === 'rst' || (pipe.size === 0 && pipe.ending)) {
			pipe.isOver = true;
			pipe.discard();
			receiver.receiveEnding(pipe.ending);
			return true;
		}

		return false;
	}

	/** Resets both ends. The bytes in flight are lost. */
	cut() {
		for (const end of ends) {
			this.#pipes[end].end('rst');
			this.#pipes[end].discard();
			this.deliver(end, 0);
		}
	}

	/** Ends one direction from the middle of the network: what its sender writes later is lost. */
	endTowards(to: End, ending: Ending) {
		this.#pipes[to].end(ending);
	}

	/** Answers bytes for a closed socket with a reset. */
	#refuse(to: End): boolean {
		const pipe = this.#pipes[to];
		const hadBytes = pipe.size > 0;
		pipe.discard();
		if (pipe.ending) {
			pipe.isOver = true;
		}

		if (hadBytes) {
			this.#pipes[to === 'host' ? 'client' : 'host'].end('rst');
		}

		return true;
	}
}
