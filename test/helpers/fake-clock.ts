import type {Clock} from '../../source/net/clock.ts';

type Planned = {at: number; readonly order: number; readonly callback: () => void};

/** Time that passes only when a test says so. */
export class FakeClock implements Clock {
	#now: number;
	#order = 0;
	readonly #planned = new Set<Planned>();

	constructor(now = 1_000_000) {
		this.#now = now;
	}

	/** How many timers wait. */
	get waiting() {
		return this.#planned.size;
	}

	readonly now = () => this.#now;

	readonly elapsed = () => this.#now;

	readonly after = (delay: number, callback: () => void) => {
		const planned = {at: this.#now + delay, order: this.#order++, callback};
		this.#planned.add(planned);
		return {
			stop: () => {
				this.#planned.delete(planned);
			},
		};
	};

	/** Lets `duration` milliseconds pass; timers run in their order, each at its own time. */
	pass(duration: number) {
		const end = this.#now + duration;
		for (;;) {
			const next = [...this.#planned]
				.filter(({at}) => at <= end)
				.toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
			if (!next) {
				break;
			}

			this.#planned.delete(next);
			this.#now = Math.max(this.#now, next.at);
			next.callback();
		}

		this.#now = end;
	}

	/**
	Simulates a sleeping computer: time passes, and no timer runs before it wakes; all are as late
	as it slept.
	*/
	sleep(duration: number) {
		this.#now += duration;
		for (const planned of this.#planned) {
			planned.at += duration;
		}
	}
}
