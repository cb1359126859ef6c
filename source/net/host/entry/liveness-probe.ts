import type {Clock, Timer} from '../../clock.ts';

/** A program that does not answer by then has ended, or its link is dead, in milliseconds. */
export const probeTime = 2000;

/** Finds out whether the program at the other end of a connection still runs. */
export class LivenessProbe {
	readonly #sendPing: () => number;
	readonly #clock: Clock;
	#k = 0;
	#timer: Timer | undefined;
	readonly #waiting: Array<(isAlive: boolean) => void> = [];

	/** `sendPing`: sends a ping and returns its number. */
	constructor(sendPing: () => number, clock: Clock) {
		this.#sendPing = sendPing;
		this.#clock = clock;
	}

	/** Sends a ping, unless one is under way. Calls back once. */
	ask(onResult: (isAlive: boolean) => void) {
		this.#waiting.push(onResult);
		if (this.#waiting.length === 1) {
			this.#timer = this.#clock.after(probeTime, () => {
				this.stop();
			});
			this.#k = this.#sendPing();
		}
	}

	/** Call for each pong. `k`: the number of the ping that it answers, with all before. */
	onPong(k: number) {
		if (k >= this.#k) {
			this.#finish(true);
		}
	}

	/** Call when the connection ends. */
	stop() {
		this.#finish(false);
	}

	#finish(isAlive: boolean) {
		this.#timer?.stop();
		for (const onResult of this.#waiting.splice(0)) {
			onResult(isAlive);
		}
	}
}
