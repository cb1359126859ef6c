/**
Time for several programs in one process: each has a clock of its own, whose timers die with it.
*/
import type {Clock} from '../../source/net/clock.ts';
import {FakeClock} from '../helpers/fake-clock.ts';

type Planned = {at: number};

/** What one program knows of the time. Once it is killed, none of its timers runs. */
export type ProgramClock = Clock & {readonly kill: () => void};

export class Time {
	readonly #clock = new FakeClock();
	readonly #planned = new Set<Planned>();

	readonly now = () => this.#clock.now();

	/** How long until the next timer of any program. */
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

	/** All computers sleep. */
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
