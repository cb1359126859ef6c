import type {ClientFrame} from '../../wire/frames.ts';
import type {FrameChannel} from '../frame-channel.ts';
import type {Clock, Timer} from '../clock.ts';
import {
	backlogLimit,
	requestBurst,
	requestsPerSecond,
	maximumWaitingPages,
	notifyPausedAfter,
	maximumUncommitted,
} from '../limits.ts';
import {TokenBucket} from './token-bucket.ts';

export type BackpressureOptions = {
	readonly clock: Clock;
	/** Returns the number of the member's messages that the log has not made durable yet. */
	readonly countUncommitted: () => number;
	/** Returns whether the log takes no message of anybody now. */
	readonly isRoomFull: () => boolean;
	/** Returns the number of the member's requests for older messages that wait for its link. */
	readonly countWaitingPages: () => number;
	/** Called when the member is read again after a pause. */
	readonly onResume: () => void;
};

/**
Pauses reading a member that floods the log, does not read the answers to its requests, or sends
requests too often. A slow link is no reason. Nothing is dropped: its frames wait in the channel and
in the sockets. A member that stays paused for `notifyPausedAfter` is told so by a `paused` frame.
*/
export class Backpressure {
	readonly #channel: FrameChannel<ClientFrame>;
	readonly #options: BackpressureOptions;
	readonly #requests: TokenBucket;
	/** Set while the next request has to wait. */
	#requestTimer: Timer | undefined;
	#isPaused = false;
	/** Set from a pause until reading has resumed without an immediate new pause. */
	#pausedTimer: Timer | undefined;
	#isNotified = false;

	constructor(channel: FrameChannel<ClientFrame>, options: BackpressureOptions) {
		this.#channel = channel;
		this.#options = options;
		this.#requests = new TokenBucket(options.clock.now, {burst: requestBurst, perSecond: requestsPerSecond});
	}

	/** Returns whether a frame may be handled now, and pauses if not. */
	isReady({type}: ClientFrame): boolean {
		const isReady = (type !== 'post' && type !== 'whisper') || !this.#options.isRoomFull();
		if (!isReady) {
			this.#pause();
		}

		return isReady;
	}

	/**
	Pauses if too much waits for the log, or the member does not read the answers to what it sends.
	The room's messages alone never fill its socket that much. Call it after each frame.
	*/
	pauseIfNeeded() {
		const {countUncommitted, countWaitingPages} = this.#options;
		const isUnread = this.#channel.connection.backlog > 3 * backlogLimit;
		if (countUncommitted() >= maximumUncommitted || countWaitingPages() > maximumWaitingPages || isUnread) {
			this.#pause();
		}
	}

	/**
	Counts a request that costs an answer or is announced to others, and pauses after too many.
	*/
	countRequest() {
		const wait = this.#requests.take();
		if (wait > 0) {
			this.#pause();
			this.#requestTimer ??= this.#options.clock.after(wait, () => {
				this.#requestTimer = undefined;
				this.resumeIfPossible();
			});
		}
	}

	/**
	Resumes if no reason for the pause is left. Call it when the log or the socket has taken more.
	*/
	resumeIfPossible() {
		const {countUncommitted, countWaitingPages, isRoomFull} = this.#options;
		const isFlooding = countUncommitted() > maximumUncommitted / 2 || isRoomFull();
		const isLimited = this.#requestTimer !== undefined || countWaitingPages() > maximumWaitingPages / 2;
		if (!this.#isPaused || isFlooding || isLimited || this.#channel.connection.backlog > backlogLimit) {
			return;
		}

		this.#isPaused = false;
		this.#options.onResume();
		this.#channel.resume();
	}

	stop() {
		this.#pausedTimer?.stop();
		this.#requestTimer?.stop();
	}

	/**
	Call after the last frame of one read, and after the frame that has caused a pause: a member
	that sends requests without end stays paused, though single frames of it are handled.
	*/
	onRead() {
		if (this.#isPaused) {
			return;
		}

		this.#pausedTimer?.stop();
		this.#pausedTimer = undefined;
		if (this.#isNotified) {
			this.#isNotified = false;
			this.#channel.send({type: 'paused', on: false});
		}
	}

	#pause() {
		this.#isPaused = true;
		this.#channel.pause();
		this.#pausedTimer ??= this.#options.clock.after(notifyPausedAfter, () => {
			this.#isNotified = true;
			this.#channel.send({type: 'paused', on: true});
		});
	}
}
