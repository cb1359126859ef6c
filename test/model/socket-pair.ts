/** A connection between a member and the host, whose bytes travel only when somebody says so. */
import {MemoryPipe, type Ending} from './memory-pipe.ts';
import {MemorySocket, type Address} from './memory-socket.ts';

export type End = 'host' | 'client';

/** What of a direction works. */
export type Route = {readonly host: boolean; readonly client: boolean};

export const openRoute: Route = {host: true, client: true};

export type SocketPairOptions = {readonly client: Address; readonly host: Address; readonly capacity: number};

export class SocketPair {
	readonly host: MemorySocket;
	readonly client: MemorySocket;
	/**
	Nothing arrives on it any more, ever, and nobody is told: a router in between has forgotten it.
	*/
	isBlackHole = false;
	/** By where they lead. */
	readonly #pipes: Readonly<Record<End, MemoryPipe>>;

	constructor({client, host, capacity}: SocketPairOptions) {
		this.#pipes = {host: new MemoryPipe(capacity), client: new MemoryPipe(capacity)};
		this.host = new MemorySocket(this.#pipes.client, host, client);
		this.client = new MemorySocket(this.#pipes.host, client, host);
	}

	/** Called with what is about to be read by a program. */
	onArrival: (to: End, bytes: Uint8Array) => void = () => undefined;

	get isOver() {
		return this.host.isGone && this.client.isGone;
	}

	/**
	Lets at most `count` bytes, or the end after the last one, arrive. Gives whether anything did.
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
			const bytes = pipe.take(Math.min(count, 65_536));
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

	/** Both ends find it reset, and what was on its way is lost. */
	cut() {
		for (const end of ['host', 'client'] as const) {
			this.#pipes[end].end('rst');
			this.#pipes[end].discard();
			this.deliver(end, 0);
		}
	}

	/** Something in between ends one direction: what its sender writes from now on is lost. */
	endTowards(to: End, ending: Ending) {
		this.#pipes[to].end(ending);
	}

	/** Bytes for somebody who is gone are answered with a reset. */
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
