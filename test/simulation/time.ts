/**
Simulated time for several programs in one process. Each has a clock, whose timers die with it.
*/
import type {Clock} from '../../source/net/clock.ts';
import {FakeClock} from '../helpers/fake-clock.ts';

type Planned = {at: number};

/** The clock of one program. After `kill` none of its timers fires. */
export type ProgramClock = Clock & {readonly kill: () => void};

export class Time {
	readonly #clock = new FakeClock();
	readonly #planned = new Set<Planned>();

	readonly now = () => this.#clock.now();

	/** Milliseconds until the next timer of any program. */
	get untilNext() {
		let next = Infinity;
		for (const {at} of this.#planned) {
			next = Math.min(next, at);
		}

		return Math.max(0, next - this.now());
	}

	pass(duration: number) {
		this.#clock.pass(duration);
	}

	/** Suspends all computers. */
	sleep(duration: number) {
		this.#clock.sleep(duration);
		for (const planned of this.#planned) {
			planned.at += duration;
		}
	}

	program(): ProgramClock {
		let isDead = false;
		return {
			now: this.now,
			elapsed: this.now,
			after: (delay, callback) => {
				const planned = {at: this.now() + delay};
				const timer = this.#clock.after(delay, () => {
					this.#planned.delete(planned);
					if (!isDead) {
						callback();
					}
				});
				this.#planned.add(planned);
				return {
					stop: () => {
						this.#planned.delete(planned);
						timer.stop();
					},
				};
			},
			kill() {
				isDead = true;
			},
		};
	}
}
