import type {Connection} from './connection.ts';
import {maximumFramesPerTurn} from './limits.ts';

export type FairQueueOptions<Item> = {
	/** Where the items come from. It is not read while items wait. */
	readonly connection: Pick<Connection, 'pause' | 'resume'>;
	/**
	Returns whether the next item may be handled now. Call `run` once this becomes true again.
	*/
	readonly isReady: () => boolean;
	/** Handles one item. Return false to stop the queue: it drops all later items. */
	readonly handle: (item: Item) => boolean;
	/** Called after each run that ends with an empty queue or before an item that is not ready. */
	readonly onSettled?: () => void;
	/** Called after the connection is read again. */
	readonly onResume?: () => void;
};

/**
The items that one connection brought and that wait to be handled, in order. It handles at most
`maximumFramesPerTurn` items in one turn of the event loop, so that other connections get their
turn.
*/
export class FairQueue<Item> {
	readonly #options: FairQueueOptions<Item>;
	readonly #items: Item[] = [];
	#isPaused = false;
	#isYielding = false;
	#isStopped = false;

	constructor(options: FairQueueOptions<Item>) {
		this.#options = options;
	}

	/** The number of items that wait. */
	get size() {
		return this.#items.length;
	}

	/** Whether the queue has stopped reading the connection. */
	get isPaused() {
		return this.#isPaused;
	}

	push(items: readonly Item[]) {
		if (!this.#isStopped) {
			this.#items.push(...items);
			this.run();
		}
	}

	/** Stops reading the connection at once, until a run that leaves nothing waiting. */
	pause() {
		this.#isPaused = true;
		this.#options.connection.pause();
	}

	/**
	Handles items until none is left, the next one is not ready, or this turn's share is used up.
	*/
	run() {
		if (this.#isYielding || this.#isStopped) {
			return;
		}

		const {isReady, onSettled} = this.#options;
		for (let handled = 0; handled < maximumFramesPerTurn && this.#items.length > 0 && isReady(); handled++) {
			this.#handleFirst();
		}

		if (this.#isStopped) {
			return;
		}

		if (this.#items.length === 0 && isReady()) {
			this.#resume();
		} else {
			this.pause();
		}

		if (this.#items.length > 0 && isReady()) {
			this.#yield();
		} else {
			onSettled?.();
		}
	}

	/** Handles all that waits, ready or not: for a connection that is gone. */
	drain() {
		while (this.#items.length > 0) {
			this.#handleFirst();
		}
	}

	/** Drops what waits. The connection is left as it is. */
	stop() {
		this.#isStopped = true;
		this.#items.length = 0;
	}

	#handleFirst() {
		const item = this.#items.shift();
		if (item !== undefined && !this.#options.handle(item)) {
			this.stop();
		}
	}

	#resume() {
		if (this.#isPaused) {
			this.#isPaused = false;
			this.#options.connection.resume();
			this.#options.onResume?.();
		}
	}

	#yield() {
		this.#isYielding = true;
		setImmediate(() => {
			this.#isYielding = false;
			this.run();
		});
	}
}
