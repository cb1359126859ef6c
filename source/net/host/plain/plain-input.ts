import type {ForeignProtocol} from '../../../wire/foreign-protocol.ts';
import {PlainReader, quietMs, type PlainMessage} from '../../../wire/plain-text.ts';
import type {Clock, Timer} from '../../clock.ts';
import type {Connection} from '../../connection.ts';
import {InputQueue} from '../../turns/input-queue.ts';
import type {Turns} from '../../turns/turns.ts';

export type PlainInputOptions = {
	readonly connection: Pick<Connection, 'pause' | 'resume'>;
	readonly clock: Clock;
	readonly turns: Turns;
	/** Returns whether a message may be handled now. Call `retry` once this becomes true again. */
	readonly isReady: () => boolean;
	/** Handles a message. Return false to stop: later input is dropped. */
	readonly onMessage: (message: PlainMessage) => boolean;
	/** Called when the peer has turned out to speak another protocol. */
	readonly onForeign: (protocol: ForeignProtocol) => void;
	/** Called when all that has come is handled. */
	readonly onEmpty: () => void;
};

/** Reads the messages of a plain peer, in the turns of its connection. */
export class PlainInput {
	readonly #options: PlainInputOptions;
	readonly #reader = new PlainReader();
	readonly #queue: InputQueue<PlainMessage>;
	/** Ends a message that came without a line end. */
	#quietTimer: Timer | undefined;
	/** Whether bytes have come since the quiet timer was started. */
	#hasNews = false;
	#isStopped = false;

	constructor(options: PlainInputOptions) {
		this.#options = options;
		this.#queue = new InputQueue({
			...options,
			handle: options.onMessage,
			onSettled: () => {
				this.#onSettled();
			},
		});
	}

	get isEmpty() {
		return this.#queue.isEmpty;
	}

	/** How the peer ended its last message; undefined before the first. */
	get lineEnd() {
		return this.#reader.lineEnd;
	}

	receive(chunk: Uint8Array) {
		this.#quietTimer?.stop();
		this.#hasNews = true;
		this.#queue.push(this.#reader.read(chunk));
	}

	/** Call when the peer has ended its stream. */
	end() {
		this.#quietTimer?.stop();
		this.#queue.push(this.#reader.end());
	}

	/** Call when a message that was not ready may have become so. */
	retry() {
		if (!this.#queue.isEmpty) {
			this.#queue.run();
		}
	}

	/** Adds the cost of what was done for the peer, in milliseconds, to what it has used. */
	charge(cost: number) {
		this.#queue.charge(cost);
	}

	stop() {
		this.#isStopped = true;
		this.#queue.stop();
		this.#quietTimer?.stop();
	}

	#onSettled() {
		const {foreign} = this.#reader;
		if (foreign) {
			this.#options.onForeign(foreign);
		}

		// While the peer is not read, its silence means nothing.
		if (this.#isStopped || !this.#queue.isEmpty) {
			return;
		}

		this.#startQuietTimer();
		this.#options.onEmpty();
	}

	#startQuietTimer() {
		const {hasRest, isUndecided} = this.#reader;
		if (isUndecided || (hasRest && this.#hasNews)) {
			this.#hasNews = false;
			this.#quietTimer?.stop();
			this.#quietTimer = this.#options.clock.after(quietMs, () => {
				this.#queue.push(this.#reader.quiet());
			});
		}
	}
}
