/** How far one that used little comes before those that are always busy, in milliseconds. */
const headStart = 10;

/** One that takes turns. */
export type Worker = {
	/** Does a small piece of work. Returns whether there is more to do now. */
	readonly step: () => boolean;
	/** The time that it has used, in milliseconds, counted from what others had used before. */
	used: number;
	isQueued: boolean;
};

export const createWorker = (step: () => boolean): Worker => ({step, used: 0, isQueued: false});

/**
Those that have work, by the time that each has used: the first is the one that has used least
(start-time fair queueing). Who does what is costly waits longer, and who is rarely busy does not
wait for those who always are.
*/
export class FairLine {
	readonly #line: Worker[] = [];
	/** The time used by the last worker. A newcomer is counted as if it had used little less. */
	#level = 0;

	get size() {
		return this.#line.length;
	}

	/** Adds one that has new work. Returns false if it is in the line already. */
	add(worker: Worker): boolean {
		if (worker.isQueued) {
			return false;
		}

		worker.used = Math.max(worker.used, this.#level - headStart);
		this.#insert(worker);
		return true;
	}

	remove(worker: Worker) {
		if (worker.isQueued) {
			this.#line.splice(this.#line.indexOf(worker), 1);
			worker.isQueued = false;
		}
	}

	/** Adds a cost, in milliseconds, to what a worker has used. */
	charge(worker: Worker, cost: number) {
		const {isQueued} = worker;
		this.remove(worker);
		worker.used += cost;
		if (isQueued) {
			this.#insert(worker);
		}
	}

	takeFirst(): Worker | undefined {
		const worker = this.#line.shift();
		if (worker) {
			worker.isQueued = false;
			this.#level = Math.max(this.#level, worker.used);
		}

		return worker;
	}

	/** Lets one that was taken go on later. It may have added itself again. */
	putBack(worker: Worker) {
		this.remove(worker);
		this.#insert(worker);
	}

	#insert(worker: Worker) {
		const place = this.#line.findLastIndex(other => other.used <= worker.used) + 1;
		this.#line.splice(place, 0, worker);
		worker.isQueued = true;
	}
}
