import type {Clock, Timer} from './clock.ts';

/** What to do once nothing was heard for `after` milliseconds. */
export type IdleStage = {
	readonly after: number;
	readonly act: () => void;
};

/** Acts, stage by stage, while nothing is heard. Hearing something costs a note of the time, not a timer. */
export class IdleTimer {
	readonly #clock: Clock;
	readonly #stages: readonly IdleStage[];
	#passed = 0;
	#heardAt: number;
	#timer: Timer | undefined;
	#isStopped = false;

	/** `stages`: in the order of their times. */
	constructor(clock: Clock, stages: readonly IdleStage[]) {
		this.#clock = clock;
		this.#stages = stages;
		this.#heardAt = clock.now();
		this.#arm();
	}

	/** When something was last heard, in milliseconds since the epoch. */
	get touchedAt() {
		return this.#heardAt;
	}

	/** Starts the stages anew. */
	touch() {
		this.#heardAt = this.#clock.now();
		if (this.#passed > 0 && !this.#isStopped) {
			this.#passed = 0;
			this.#timer?.stop();
			this.#arm();
		}
	}

	/** For good: what is heard later starts nothing. */
	stop() {
		this.#isStopped = true;
		this.#timer?.stop();
	}

	#arm() {
		const stage = this.#stages[this.#passed];
		if (!stage) {
			return;
		}

		this.#timer = this.#clock.after(Math.max(0, this.#heardAt + stage.after - this.#clock.now()), () => {
			if (this.#clock.now() >= this.#heardAt + stage.after) {
				this.#passed++;
				this.#arm();
				stage.act();
			} else {
				this.#arm();
			}
		});
	}
}
