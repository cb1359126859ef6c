import type {Clock, Timer} from '../../clock.ts';

/** Runs an action when it is requested, but not more often than at an interval. */
export class Pace {
	readonly #clock: Clock;
	readonly #act: () => void;
	#timer: Timer | undefined;
	#isQueued = false;
	#lastAt = -Infinity;

	constructor(clock: Clock, act: () => void) {
		this.#clock = clock;
		this.#act = act;
	}

	/**
	Runs the action at the end of this turn, or `interval` milliseconds after its last run if that
	is later. Further requests until then change nothing.
	*/
	request(interval: number) {
		if (this.#timer !== undefined || this.#isQueued) {
			return;
		}

		const wait = this.#lastAt + interval - this.#clock.now();
		// A clock that was set back would let the action wait for as long.
		if (wait > 0 && wait <= interval) {
			this.#timer = this.#clock.after(wait, () => {
				this.#run();
			});
			return;
		}

		this.#isQueued = true;
		queueMicrotask(() => {
			if (this.#isQueued) {
				this.#run();
			}
		});
	}

	/** Drops the request that waits. */
	stop() {
		this.#timer?.stop();
		this.#timer = undefined;
		this.#isQueued = false;
	}

	#run() {
		this.stop();
		this.#lastAt = this.#clock.now();
		this.#act();
	}
}
