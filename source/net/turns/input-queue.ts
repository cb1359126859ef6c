import type {Turn, Turns} from './turns.ts';

export type InputQueueOptions<Item extends NonNullable<unknown>> = {
	/** Where the input comes from. It is not read while any waits. */
	readonly connection: {readonly pause: () => void; readonly resume: () => void};
	readonly turns: Turns;
	/** Returns whether the item may be handled now. Call `run` once this becomes true again. */
	readonly isReady: (item: Item) => boolean;
	/** Handles one item. Return false to stop the queue: it drops all later input. */
	readonly handle: (item: Item) => boolean;
	/** Called when no input is left, before an item that is not ready, and after a hold. */
	readonly onSettled?: () => void;
	/** Called after the connection is read again. */
	readonly onResume?: () => void;
};

/**
The input of one connection that waits to be handled, in order. Both steps, splitting it into items
and handling them, are done in the connection's turns.
*/
export class InputQueue<Item extends NonNullable<unknown>> {
	readonly #options: InputQueueOptions<Item>;
	readonly #turn: Turn;
	/** Input that is not split yet. */
	readonly #sources: Array<Iterable<Item>> = [];
	/** Splits the first source. */
	#iterator: Iterator<Item> | undefined;
	#items: Item[] = [];
	/** The index of the first item that is not handled. */
	#next = 0;
	/** Whether the connection is not read. */
	#isPaused = false;
	/** Whether the owner holds the queue. */
	#isHeld = false;
	#isStopped = false;

	constructor(options: InputQueueOptions<Item>) {
		this.#options = options;
		this.#turn = options.turns.add(() => this.#step());
	}

	/** Whether nothing waits. */
	get isEmpty() {
		return this.#sources.length === 0 && !this.#iterator && this.#next === this.#items.length;
	}

	/** Whether the queue has stopped reading the connection. */
	get isPaused() {
		return this.#isPaused;
	}

	/**
	Adds input. `source` splits it into items, one with each step; the items of one source are
	handled after its last step.
	*/
	push(source: Iterable<Item>) {
		if (this.#isStopped) {
			return;
		}

		this.#sources.push(source);
		this.#turn.begin();
		if (!this.isEmpty) {
			this.#pause();
		}
	}

	/** Handles nothing and does not read the connection, until `release`. */
	hold() {
		this.#isHeld = true;
		this.#pause();
	}

	release() {
		this.#isHeld = false;
		this.run();
	}

	/** Call when the next item may have become ready. */
	run() {
		if (this.#isStopped || this.#isHeld) {
			return;
		}

		if (this.isEmpty) {
			this.#settle();
		} else {
			this.#turn.wait();
		}
	}

	/** Adds the cost of what was done for this connection outside of its turns, in milliseconds. */
	charge(cost: number) {
		this.#turn.charge(cost);
	}

	/** Drops what waits. The connection is left as it is. */
	stop() {
		this.#isStopped = true;
		this.#turn.stop();
		this.#sources.length = 0;
		this.#iterator = undefined;
		this.#items = [];
		this.#next = 0;
	}

	/** Splits or handles one item. Returns whether there is more to do now. */
	#step(): boolean {
		if (this.#isHeld) {
			return false;
		}

		const item = this.#items[this.#next];
		if (this.#iterator) {
			this.#split(this.#iterator);
		} else if (item === undefined) {
			this.#iterator = this.#sources.shift()?.[Symbol.iterator]();
		} else {
			if (!this.#options.isReady(item)) {
				this.#pause();
				this.#options.onSettled?.();
				return false;
			}

			this.#handle(item);
		}

		if (this.#isStopped) {
			return false;
		}

		if (this.isEmpty || this.#isHeld) {
			this.#settle();
			return false;
		}

		return true;
	}

	#split(iterator: Iterator<Item>) {
		const result = iterator.next();
		if (result.done) {
			this.#iterator = undefined;
		} else {
			this.#items.push(result.value);
		}
	}

	#handle(item: Item) {
		this.#next++;
		if (this.#next === this.#items.length) {
			this.#items = [];
			this.#next = 0;
		}

		if (!this.#options.handle(item)) {
			this.stop();
		}
	}

	#pause() {
		this.#isPaused = true;
		this.#options.connection.pause();
	}

	#settle() {
		if (this.#isPaused && !this.#isHeld) {
			this.#isPaused = false;
			this.#options.connection.resume();
			this.#options.onResume?.();
		}

		this.#options.onSettled?.();
	}
}
