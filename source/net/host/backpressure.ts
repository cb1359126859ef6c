import type {ClientFrame} from '../../wire/frames.ts';
import {TokenBucket} from '../token-bucket.ts';
import type {FrameChannel} from '../frame-channel.ts';
import type {Clock, Timer} from '../clock.ts';
import {backlogLimit, requestBurst, requestsPerSecond, notifyPausedAfter, waitingLimit} from '../limits.ts';

export type BackpressureOptions = {
	readonly clock: Clock;
	/** How many of its messages are on their way into the log. */
	readonly waiting: () => number;
	/** It is read from again: that nothing was heard of it was not its doing. */
	readonly onResume: () => void;
};

/**
When a member is read from. One that floods the log, does not read the answers to what it asks, or asks too often, is paused: what it says
waits on its way, nothing is thrown away, and when it takes long it is told.
*/
export class Backpressure {
	readonly #channel: FrameChannel<ClientFrame>;
	readonly #parts: BackpressureOptions;
	readonly #requests: TokenBucket;
	/** Set while it must wait for its next request to be read. */
	#requestTimer: Timer | undefined;
	#isPaused = false;
	/** Set from when it was paused until it has been read from again without being paused at once. */
	#pausedTimer: Timer | undefined;
	#isTold = false;

	constructor(channel: FrameChannel<ClientFrame>, parts: BackpressureOptions) {
		this.#channel = channel;
		this.#parts = parts;
		this.#requests = new TokenBucket(parts.clock.now, {burst: requestBurst, perSecond: requestsPerSecond});
	}

	/** Something was read of it. */
	pauseWhereNeeded() {
		if (this.#parts.waiting() >= waitingLimit || this.#channel.connection.backlog > 2 * backlogLimit) {
			this.#pause();
		}
	}

	/** It asks for something of which others are told, or that costs an answer. */
	limitRequests() {
		const wait = this.#requests.take();
		if (wait > 0) {
			this.#pause();
			this.#requestTimer ??= this.#parts.clock.after(wait, () => {
				this.#requestTimer = undefined;
				this.resumeWherePossible();
			});
		}
	}

	/** The log has taken some, it has read some, or time has passed. */
	resumeWherePossible() {
		const isFlooding = this.#parts.waiting() > waitingLimit / 2;
		const isAsking = this.#requestTimer !== undefined;
		if (!this.#isPaused || isFlooding || isAsking || this.#channel.connection.backlog > backlogLimit) {
			return;
		}

		this.#isPaused = false;
		this.#parts.onResume();
		this.#channel.resume();
		this.#tellResumed();
	}

	stop() {
		this.#pausedTimer?.stop();
		this.#requestTimer?.stop();
	}

	/** What had been read may have paused it again at once: one that asks without end is paused all the time. */
	#tellResumed() {
		if (this.#isPaused) {
			return;
		}

		this.#pausedTimer?.stop();
		this.#pausedTimer = undefined;
		if (this.#isTold) {
			this.#isTold = false;
			this.#channel.send({type: 'paused', on: false});
		}
	}

	#pause() {
		this.#isPaused = true;
		this.#channel.pause();
		this.#pausedTimer ??= this.#parts.clock.after(notifyPausedAfter, () => {
			this.#isTold = true;
			this.#channel.send({type: 'paused', on: true});
		});
	}
}
