/** Turns of all connections of one program in its event loop. */
import {createWorker, FairLine, type Worker} from './fair-line.ts';

/** How long all connections together work before the event loop goes on, in milliseconds. */
const passTime = 5;
/** How long one connection works before it is another one's turn, in milliseconds. */
const sliceTime = 1;
export type TurnsOptions = {
	/** Returns milliseconds of a clock that never jumps. */
	readonly elapsed: () => number;
};

/** One connection's part in the turns. */
export type Turn = {
	/**
	The connection has work. Works at once if nobody waits; what is left is done in turns.
	*/
	readonly begin: () => void;
	/** The connection has work, which is done in its turns. */
	readonly wait: () => void;
	/** Adds a cost outside of its turns, in milliseconds: it is paid with later turns. */
	readonly charge: (cost: number) => void;
	/** Drops its work. */
	readonly stop: () => void;
};

/**
Shares the event loop among connections by the time that each has used. It is always the turn of the
one that has used least. After `passTime` the event loop goes on with sockets, timers and files.
*/
export class Turns {
	readonly #elapsed: () => number;
	readonly #line = new FairLine();
	/** The time used since the event loop last went on. */
	#spent = 0;
	#isPlanned = false;
	#isWorking = false;

	constructor({elapsed}: TurnsOptions) {
		this.#elapsed = elapsed;
	}

	/** `step`: does a small piece of work, and returns whether there is more to do now. */
	add(step: () => boolean): Turn {
		const worker = createWorker(step);
		return {
			begin: () => {
				this.#queue(worker);
				if (this.#line.size === 1 && !this.#isWorking && this.#spent < passTime) {
					this.#workFirst();
				}
			},
			wait: () => {
				this.#queue(worker);
			},
			charge: cost => {
				this.#line.charge(worker, cost);
			},
			stop: () => {
				this.#line.remove(worker);
			},
		};
	}

	#queue(worker: Worker) {
		if (this.#line.add(worker)) {
			this.#plan();
		}
	}

	#plan() {
		if (!this.#isPlanned) {
			this.#isPlanned = true;
			setImmediate(() => {
				this.#isPlanned = false;
				this.#pass();
			});
		}
	}

	#pass() {
		this.#spent = 0;
		while (this.#line.size > 0 && this.#spent < passTime) {
			this.#workFirst();
		}

		if (this.#line.size > 0) {
			this.#plan();
		}
	}

	/** Lets the first in the line work for a slice, or for one step if that takes longer. */
	#workFirst() {
		const worker = this.#line.takeFirst();
		if (!worker) {
			return;
		}

		this.#isWorking = true;
		const start = this.#elapsed();
		let time = 0;
		let hasMore = true;
		try {
			while (hasMore && time < sliceTime) {
				hasMore = worker.step();
				time = this.#elapsed() - start;
			}
		} finally {
			this.#isWorking = false;
			this.#spent += time;
			this.#line.charge(worker, time);
		}

		if (hasMore) {
			this.#line.putBack(worker);
		}
	}
}
