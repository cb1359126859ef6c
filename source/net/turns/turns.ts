/** Turns of all connections of one program in its event loop. */

/** How long all connections together work before the event loop goes on, in milliseconds. */
const passTime = 5;
/** How long one connection works before it is another one's turn, in milliseconds. */
const sliceTime = 1;
/** How far one that used little comes before those that are always busy, in milliseconds. */
const headStart = 10;

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

type Worker = {
	/** Does a small piece of work. Returns whether there is more to do now. */
	readonly step: () => boolean;
	/** The time that it has used, in milliseconds, counted from what others had used before. */
	used: number;
	isQueued: boolean;
};

/**
Shares the event loop among connections by the time that each has used. It is always the turn of the
one that has used least (start-time fair queueing): who sends what is costly waits longer, and who
is rarely busy does not wait for those who always are. After `passTime` the event loop goes on with
sockets, timers and files.
*/
export class Turns {
	readonly #elapsed: () => number;
	/** Those that have work, by the time that they have used. */
	readonly #line: Worker[] = [];
	/** The time used by the last worker. A newcomer is counted as if it had used little less. */
	#level = 0;
	/** The time used since the event loop last went on. */
	#spent = 0;
	#isPlanned = false;
	#isWorking = false;

	constructor({elapsed}: TurnsOptions) {
		this.#elapsed = elapsed;
	}

	/** `step`: does a small piece of work, and returns whether there is more to do now. */
	add(step: () => boolean): Turn {
		const worker: Worker = {step, used: 0, isQueued: false};
		return {
			begin: () => {
				this.#queue(worker);
				if (this.#line.length === 1 && !this.#isWorking && this.#spent < passTime) {
					this.#workFirst();
				}
			},
			wait: () => {
				this.#queue(worker);
			},
			charge: cost => {
				const isQueued = this.#remove(worker);
				worker.used += cost;
				if (isQueued) {
					this.#insert(worker);
				}
			},
			stop: () => {
				this.#remove(worker);
			},
		};
	}

	#queue(worker: Worker) {
		if (!worker.isQueued) {
			worker.used = Math.max(worker.used, this.#level - headStart);
			this.#insert(worker);
			this.#plan();
		}
	}

	#insert(worker: Worker) {
		const place = this.#line.findLastIndex(other => other.used <= worker.used) + 1;
		this.#line.splice(place, 0, worker);
		worker.isQueued = true;
	}

	/** Returns false if it was not in the line. */
	#remove(worker: Worker): boolean {
		const {isQueued} = worker;
		if (isQueued) {
			this.#line.splice(this.#line.indexOf(worker), 1);
			worker.isQueued = false;
		}

		return isQueued;
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
		while (this.#line.length > 0 && this.#spent < passTime) {
			this.#workFirst();
		}

		if (this.#line.length > 0) {
			this.#plan();
		}
	}

	/** Lets the first in the line work for a slice, or for one step if that takes longer. */
	#workFirst() {
		const worker = this.#line.shift();
		if (!worker) {
			return;
		}

		worker.isQueued = false;
		this.#level = Math.max(this.#level, worker.used);
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
			worker.used += time;
		}

		if (hasMore) {
			// It may have queued itself again.
			this.#remove(worker);
			this.#insert(worker);
		}
	}
}
