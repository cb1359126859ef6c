import type {Clock, Timer} from '../../clock.ts';

export type HalfOpenTimerOptions = {
	readonly clock: Clock;
	/**
	How long a peer that has ended its side is kept without a reply to it, in milliseconds. Default:
	until it closes.
	*/
	readonly halfOpenLimit: number | undefined;
};

export type HalfOpenTimerEvents = {
	/** Returns whether messages of the peer still wait. The time begins again for them. */
	readonly isBusy: () => boolean;
	/**
	Called each second, to find out whether the peer is gone: Node does not watch a socket any more
	whose other side has ended.
	*/
	readonly onProbe: () => void;
	/** Called when the peer counts as gone. */
	readonly onOver: () => void;
};

/** How often the peer is probed, in milliseconds. */
const probeEvery = 1000;

/** Ends the session of a plain peer that has ended its side and gets no more replies. */
export class HalfOpenTimer {
	readonly #options: HalfOpenTimerOptions;
	readonly #events: HalfOpenTimerEvents;
	#timer: Timer | undefined;
	#probeTimer: Timer | undefined;
	#isStarted = false;

	constructor(options: HalfOpenTimerOptions, events: HalfOpenTimerEvents) {
		this.#options = options;
		this.#events = events;
	}

	/** Call it when the peer has ended its side. */
	start() {
		this.#isStarted = true;
		this.#probe();
		this.restart();
	}

	/** Call it for each reply to the peer: the time begins again, if it is running. */
	restart() {
		const {clock, halfOpenLimit} = this.#options;
		if (!this.#isStarted || halfOpenLimit === undefined) {
			return;
		}

		this.#timer?.stop();
		this.#timer = clock.after(halfOpenLimit, () => {
			if (this.#events.isBusy()) {
				this.restart();
			} else {
				this.#events.onOver();
			}
		});
	}

	stop() {
		this.#isStarted = false;
		this.#probeTimer?.stop();
		this.#timer?.stop();
	}

	#probe() {
		this.#events.onProbe();
		this.#probeTimer = this.#options.clock.after(probeEvery, () => {
			this.#probe();
		});
	}
}
