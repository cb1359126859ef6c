import type {Clock, Timer} from '../clock.ts';

/** The time after the first message in which an answer is expected, in milliseconds. */
export const unheardAfter = 5000;

/**
Reports once, over all connections, that nothing has come on one since it was made, a while after
something was sent: the kernel there accepts a connection before its program does.
*/
export class UnheardTimer {
	readonly #clock: Clock;
	readonly #onUnheard: () => void;
	#timer: Timer | undefined;
	#isOver = false;

	constructor(clock: Clock, onUnheard: () => void) {
		this.#clock = clock;
		this.#onUnheard = onUnheard;
	}

	onSent() {
		if (!this.#isOver) {
			this.#timer ??= this.#clock.after(unheardAfter, () => {
				this.#isOver = true;
				this.#onUnheard();
			});
		}
	}

	/** Call when something has come: the program there is known to answer. */
	onReceived() {
		this.#isOver = true;
		this.onClosed();
	}

	/** Call when the connection is over. */
	onClosed() {
		this.#timer?.stop();
		this.#timer = undefined;
	}
}
