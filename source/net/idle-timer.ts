import type {Clock, Timer} from './clock.ts';

/** An action that runs after `after` milliseconds without a `touch`. */
export type IdleStage = {
	readonly after: number;
	readonly act: () => void;
};

/** Runs actions, stage by stage, while nothing touches it. `touch` is cheap: it starts no timer. */
export class IdleTimer {
	readonly #clock: Clock;
	readonly #stages: readonly IdleStage[];
	#passed = 0;
	#touchedAt: number;
	#timer: Timer | undefined;
	#isStopped = false;

	/** `stages`: ordered by `after`. */
	constructor(clock: Clock, stages: readonly IdleStage[]) {
		this.#clock = clock;
		this.#stages = stages;
		this.#touchedAt = clock.now();
		this.#arm();
	}

	/** The time of the last touch, in milliseconds since the epoch. */
	get touchedAt() {
		return this.#touchedAt;
	}

	/** Starts again with the first stage. */
	touch() {
		this.#touchedAt = this.#clock.now();
		if (this.#passed > 0 && !this.#isStopped) {
			this.#passed = 0;
			this.#timer?.stop();
			this.#arm();
		}
	}

	/** Stops for good: a later `touch` does nothing. */
	stop() {
		this.#isStopped = true;
		this.#timer?.stop();
	}

	#arm() {
		const stage = this.#stages[this.#passed];
		if (!stage) {
			return;
		}

		this.#timer = this.#clock.after(Math.max(0, this.#touchedAt + stage.after - this.#clock.now()), () => {
			if (this.#clock.now() >= this.#touchedAt + stage.after) {
				this.#passed++;
				this.#arm();
				stage.act();
			} else {
				this.#arm();
			}
		});
	}
}
