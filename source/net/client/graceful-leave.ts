import type {Clock, Timer} from '../clock.ts';

/** How long leaving may take to get the last words through, in milliseconds. */
export const leaveGrace = 2000;

export type GracefulLeaveOptions = {
	readonly clock: Clock;
	/** Whether nothing of mine waits any more. */
	readonly isSettled: () => boolean;
	/** Whether the first attempt to connect is still under way. */
	readonly isFirstAttempt: () => boolean;
	readonly end: () => void;
};

/**
When a link that was asked to leave may go: at once where nothing waits; otherwise once it is settled, at the latest after the grace,
which a first attempt to connect does not use up. Asked twice, it goes at once.
*/
export class GracefulLeave {
	readonly #parts: GracefulLeaveOptions;
	#isUnderWay = false;
	#timer: Timer | undefined;

	constructor(parts: GracefulLeaveOptions) {
		this.#parts = parts;
	}

	leave() {
		const {isSettled, isFirstAttempt, end} = this.#parts;
		if (this.#isUnderWay || isSettled()) {
			end();
			return;
		}

		this.#isUnderWay = true;
		if (!isFirstAttempt()) {
			this.#startGrace();
		}
	}

	/** The link is open. */
	opened() {
		if (this.#isUnderWay) {
			this.#startGrace();
		}
	}

	/** The first attempt came to nothing. */
	failed() {
		if (this.#isUnderWay && !this.#timer) {
			this.#parts.end();
		}
	}

	/** Something was settled. */
	settled() {
		if (this.#isUnderWay && this.#parts.isSettled()) {
			this.#parts.end();
		}
	}

	stop() {
		this.#timer?.stop();
	}

	#startGrace() {
		this.#timer ??= this.#parts.clock.after(leaveGrace, this.#parts.end);
	}
}
