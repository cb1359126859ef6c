import type {Clock} from '../../clock.ts';
import {createWorker, FairLine} from '../../turns/fair-line.ts';
import type {Turn, Turns} from '../../turns/turns.ts';

/**
All searches together work for this long, then rest for this long or for as long as they worked, in
milliseconds.
*/
const workTime = 2;
const restTime = 2;

export type SearchTurnsOptions = {
	/** All searches together take turns there as one connection does. */
	readonly turns: Turns;
	readonly clock: Clock;
};

/**
Shares a time among the searches of all members, by the time that each member's have used. However
many search, and however often, they leave half of the time to everybody else.
*/
export class SearchTurns {
	readonly #clock: Clock;
	readonly #turn: Turn;
	readonly #line = new FairLine();
	/** How long searches have worked since their last rest, in milliseconds. */
	#worked = 0;
	#isResting = false;

	constructor({turns, clock}: SearchTurnsOptions) {
		this.#clock = clock;
		this.#turn = turns.add(() => this.#step());
	}

	/**
	Adds a member. `step`: searches a little, and returns whether there is more to search.
	*/
	add(step: () => boolean): Pick<Turn, 'wait' | 'stop'> {
		const worker = createWorker(step);
		return {
			wait: () => {
				this.#line.add(worker);
				if (!this.#isResting) {
					this.#turn.wait();
				}
			},
			stop: () => {
				this.#line.remove(worker);
			},
		};
	}

	/** Does a step of the member that has used least. Returns whether there is more to do now. */
	#step(): boolean {
		const worker = this.#line.takeFirst();
		if (!worker) {
			return false;
		}

		const start = this.#clock.elapsed();
		const hasMore = worker.step();
		const time = this.#clock.elapsed() - start;
		this.#line.charge(worker, time);
		if (hasMore) {
			this.#line.putBack(worker);
		}

		this.#worked += time;
		if (this.#worked < workTime) {
			return this.#line.size > 0;
		}

		this.#rest();
		return false;
	}

	#rest() {
		this.#isResting = true;
		this.#clock.after(Math.max(restTime, this.#worked), () => {
			this.#isResting = false;
			this.#worked = 0;
			if (this.#line.size > 0) {
				this.#turn.wait();
			}
		});
	}
}
