/** A timer. Stopping it twice, or after it has fired, does nothing. */
export type Timer = {
	readonly stop: () => void;
};

/** The time and timers. Tests pass a fake one. */
export type Clock = {
	/** Milliseconds since the epoch. It jumps when the computer sleeps. */
	readonly now: () => number;
	/** Milliseconds from some moment on, to measure with. They never jump. */
	readonly elapsed: () => number;
	/** Calls back once after `delay` milliseconds. */
	readonly after: (delay: number, callback: () => void) => Timer;
};

export const systemClock: Clock = {
	now: Date.now,
	elapsed: () => performance.now(),
	after(delay, callback) {
		// Node 24 warns about negative delays.
		const timeout = setTimeout(callback, Math.max(0, delay));
		return {
			stop() {
				clearTimeout(timeout);
			},
		};
	},
};
