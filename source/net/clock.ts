/** A timer that can be stopped; stopping one twice, or after it ran, does nothing. */
export type Timer = {
	readonly stop: () => void;
};

/** Time, handed in, so that tests decide when it passes. */
export type Clock = {
	/** Milliseconds since the epoch. It jumps when the computer sleeps. */
	readonly now: () => number;
	/** Calls back once after `delay` milliseconds. */
	readonly after: (delay: number, callback: () => void) => Timer;
};

export const systemClock: Clock = {
	now: Date.now,
	after(delay, callback) {
		// A time that has passed already is now: Node 24 warns of negative ones.
		const timeout = setTimeout(callback, Math.max(0, delay));
		return {
			stop() {
				clearTimeout(timeout);
			},
		};
	},
};
