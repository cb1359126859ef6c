import type {Clock, Timer} from './clock.ts';
import {minimumRate, progressCheckEvery} from './limits.ts';

/** An action that runs after `after` milliseconds without a `touch`. */
export type IdleStage = {
	readonly after: number;
	readonly act: () => void;
};

/** Progress that is seen only where somebody looks: bytes of a TLS record that is not complete. */
export type Progress = {
	/** Returns a number that changes with each byte. */
	readonly count: () => number;
	/** Called when it has changed since the last touch. */
	readonly onChange?: () => void;
};

/**
Runs actions, stage by stage, while nothing touches it. `touch` is cheap: it starts no timer. A
progress that has changed touches it, too, within `progressCheckEvery`.
*/
export class IdleTimer {
	readonly #clock: Clock;
	readonly #stages: readonly IdleStage[];
	readonly #progress: Progress | undefined;
	#passed = 0;
	#touchedAt: number;
	#count: number | undefined;
	#timer: Timer | undefined;
	#isStopped = false;

	/** `stages`: ordered by `after`. */
	constructor(clock: Clock, stages: readonly IdleStage[], progress?: Progress) {
		this.#clock = clock;
		this.#stages = stages;
		this.#progress = progress;
		this.#touchedAt = clock.now();
		this.#count = progress?.count();
		this.#arm();
	}

	/** The time of the last touch, in milliseconds since the epoch. */
	get touchedAt() {
		return this.#touchedAt;
	}

	/** Starts again with the first stage. */
	touch() {
		this.#touchedAt = this.#clock.now();
		this.#count = this.#progress?.count();
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
		if (!stage || this.#isStopped) {
			return;
		}

		const left = Math.max(0, this.#touchedAt + stage.after - this.#clock.now());
		this.#timer = this.#clock.after(this.#progress ? Math.min(left, progressCheckEvery) : left, () => {
			this.#check(stage);
		});
	}

	#check(stage: IdleStage) {
		if (this.#progress && this.#progress.count() !== this.#count) {
			this.#passed = 0;
			this.touch();
			this.#arm();
			this.#progress.onChange?.();
		} else if (this.#clock.now() >= this.#touchedAt + stage.after) {
			this.#passed++;
			this.#arm();
			stage.act();
		} else {
			this.#arm();
		}
	}
}

export type ByteDeadlineOptions = {
	readonly clock: Clock;
	/** The time that there is for no bytes at all, in milliseconds. */
	readonly time: number;
	/** Returns the number of bytes that have come. */
	readonly count: () => number;
	/** The number of bytes that count. Default: all. */
	readonly maximum?: number;
	readonly onMissed: () => void;
};

/** Returns the time that bytes take at the slowest rate that is served, in milliseconds. */
export const getTransferTime = (bytes: number): number => (bytes / minimumRate) * 1000;

/**
Starts a deadline that bytes put off: each by the time that it takes at `minimumRate`, so that a
slow link has the time that it needs, and one byte now and then gains nothing.
*/
export const startByteDeadline = ({clock, time, count, maximum = Infinity, onMissed}: ByteDeadlineOptions): Timer => {
	const startedAt = clock.now();
	const getTimeLeft = () => startedAt + time + getTransferTime(Math.min(count(), maximum)) - clock.now();
	let timer: Timer | undefined;
	const arm = (delay: number) => {
		timer = clock.after(delay, () => {
			const left = getTimeLeft();
			if (left >= 1) {
				arm(left);
			} else {
				onMissed();
			}
		});
	};

	arm(time);
	return {
		stop() {
			timer?.stop();
		},
	};
};
