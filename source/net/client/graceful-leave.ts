import type {Clock, Timer} from '../clock.ts';

/** How long leaving may wait for pending messages, in milliseconds. */
export const leaveGrace = 2000;

export type GracefulLeaveOptions = {
	readonly clock: Clock;
	/** Returns whether no message is pending. */
	readonly isSettled: () => boolean;
	/** Returns whether the first attempt to connect is still running. */
	readonly isFirstAttempt: () => boolean;
	/** Closes the link. */
	readonly end: () => void;
};

/**
Delays leaving until no message is pending, by `leaveGrace` at most. The first attempt to connect
does not count towards it. A second `leave` ends at once.
*/
export class GracefulLeave {
	readonly #options: GracefulLeaveOptions;
	#isLeaving = false;
	#timer: Timer | undefined;

	constructor(options: GracefulLeaveOptions) {
		this.#options = options;
	}

	leave() {
		const {isSettled, isFirstAttempt, end} = this.#options;
		if (this.#isLeaving || isSettled()) {
			end();
			return;
		}

		this.#isLeaving = true;
		if (!isFirstAttempt()) {
			this.#startGrace();
		}
	}

	/** Call when the link has opened. */
	onOpen() {
		if (this.#isLeaving) {
			this.#startGrace();
		}
	}

	/** Call when an attempt to connect has failed. */
	onAttemptFailed() {
		if (this.#isLeaving && !this.#timer) {
			this.#options.end();
		}
	}

	/** Call when a message has been acknowledged or refused. */
	onSettled() {
		if (this.#isLeaving && this.#options.isSettled()) {
			this.#options.end();
		}
	}

	stop() {
		this.#timer?.stop();
	}

	#startGrace() {
		this.#timer ??= this.#options.clock.after(leaveGrace, this.#options.end);
	}
}
