import type {Clock, Timer} from '../clock.ts';
import {measureEvery} from '../limits.ts';

/** The number of measurements of which the shortest counts. */
const windowSize = 4;
/** The number of measurements before anything is shown: the first may have waited for a drawing. */
const firstSamples = 3;
/** How long an idle moment is looked for at a time, in milliseconds. */
const idleCheck = 100;
/** A timer that fires later than this shows that the program was busy. */
const idleLateness = 10;
/** A program that is always busy measures after this many checks all the same. */
const mostChecks = 50;

export type RoundTripOptions = {
	readonly clock: Clock;
	/** Sends the ping whose answer is timed. */
	readonly ping: () => void;
};

/**
The round trip of one connection: the shortest of the last few. What a program draws, or reads
before the answer, makes a measurement longer and never shorter. So the first ones are made at idle
moments, one after the other, and nothing is known before there are three.
*/
export class RoundTrip {
	readonly #options: RoundTripOptions;
	readonly #samples: number[] = [];
	#sentAt: number | undefined;
	#timer: Timer | undefined;

	constructor(options: RoundTripOptions) {
		this.#options = options;
		this.#pingWhenIdle(mostChecks);
	}

	/** In milliseconds; undefined until it is known. */
	get shortest(): number | undefined {
		return this.#samples.length < firstSamples ? undefined : Math.min(...this.#samples);
	}

	/** Call when a ping is sent whose answer is to be timed. */
	onPing() {
		this.#sentAt = this.#options.clock.elapsed();
		if (this.#samples.length >= firstSamples) {
			this.#measureLater();
		}
	}

	/** Call with the answer to it. Returns how long it took, in milliseconds. */
	onPong(): number | undefined {
		if (this.#sentAt === undefined) {
			return undefined;
		}

		const sample = Math.round(this.#options.clock.elapsed() - this.#sentAt);
		this.#sentAt = undefined;
		this.#samples.push(sample);
		if (this.#samples.length > windowSize) {
			this.#samples.shift();
		}

		if (this.#samples.length < firstSamples) {
			this.#pingWhenIdle(mostChecks);
		} else {
			this.#measureLater();
		}

		return sample;
	}

	stop() {
		this.#timer?.stop();
	}

	/** Measures again also on a connection that needs no pings, because messages flow. */
	#measureLater() {
		this.#timer?.stop();
		this.#timer = this.#options.clock.after(measureEvery, () => {
			this.#pingWhenIdle(mostChecks);
		});
	}

	#pingWhenIdle(checks: number) {
		const {clock, ping} = this.#options;
		const wantedAt = clock.elapsed() + idleCheck;
		this.#timer?.stop();
		this.#timer = clock.after(idleCheck, () => {
			if (clock.elapsed() - wantedAt <= idleLateness || checks <= 1) {
				ping();
			} else {
				this.#pingWhenIdle(checks - 1);
			}
		});
	}
}
