import type {Clock} from '../clock.ts';
import {backlogLimit, maximumWindow} from '../limits.ts';
import type {SentContent} from '../socket-log.ts';
import {estimateWaiting, type Written} from './estimate-waiting.ts';
import {LinkRate} from './link-rate.ts';

/** The bytes that may be on their way to a peer whose rate is not known yet. */
export const initialWindow = 4096;
/** The marks of one window, so that it opens bit by bit. */
const marksPerWindow = 4;
/** The number of marks that are remembered: a peer that answers none cannot grow the list. */
const maximumMarks = 64;
/** The peer's channel, as far as a window needs it. */
export type PacedChannel = {
	readonly sent: {readonly bytes: number};
	readonly connection: {readonly backlog: number; readonly isWritable: boolean};
	readonly write: (frames: string | Uint8Array, content: SentContent | undefined) => boolean;
};

export type SendWindowOptions = {
	readonly clock: Pick<Clock, 'elapsed'>;
	readonly channel: PacedChannel;
	/** Whether the peer answers pings. Without that, the socket's backlog is the only bound. */
	readonly isAcknowledging: boolean;
	/** For how long bytes may wait for the link, in milliseconds. */
	readonly time: number;
	/** The bytes that may wait on the slowest link. */
	readonly minimum: number;
	/** The same for a peer that does not say when a ping has come. */
	readonly untimedMinimum: number;
	/** Sends a ping, and calls `onPing` with its number. */
	readonly ping: () => void;
};

/** A ping, as a mark in the bytes that were written. */
type Mark = {
	readonly k: number;
	/** The bytes that were written up to it. */
	readonly end: number;
	/** The bytes that were not acknowledged when it was written. */
	readonly outstanding: number;
	/** When the first byte after the mark before was written, in milliseconds. */
	readonly startedAt: number;
	readonly markedAt: number;
	/** The rate at that time: it may double until the mark is acknowledged. */
	readonly rate: number;
};

/**
Bounds the bytes that are on their way to a peer, so that what is written now arrives within
seconds. The socket's own buffers hold minutes of a slow link, and do not tell.

A ping after every few bytes marks a place; its pong shows that all before it has been handled, and
when. From this follows at what rate the link takes bytes, and how many of them still wait for it:
those whose pong waits behind what the peer sends do not.

A pong that does not tell when leaves the two ways together. What the peer has taken in the time of
a round trip, carried forward to `time`, may then be on its way.
*/
export class SendWindow {
	readonly #options: SendWindowOptions;
	readonly #link = new LinkRate();
	/** The bytes that may wait for the link. */
	#size = initialWindow;
	/** The bytes that may be unacknowledged. They double in a round trip at most. */
	#limit = initialWindow;
	/** In bytes per millisecond. */
	#rate: number;
	#acknowledged = 0;
	/** The last acknowledged mark, if the peer said when it had come; by the clock here. */
	#arrived: Written | undefined;
	#markedEnd = 0;
	#marks: Mark[] = [];
	/** When the first and the last byte after the last mark were written. */
	#startedAt: number | undefined;
	#writtenAt = 0;
	#isFull = false;

	constructor(options: SendWindowOptions) {
		this.#options = options;
		this.#rate = initialWindow / options.time;
	}

	/** Whether there was no room when it was last asked for. */
	get isFull() {
		return this.#isFull;
	}

	/** Returns the number of bytes that may be written now; 0 or less: none. */
	getRoom(): number {
		const {sent, connection} = this.#options.channel;
		const room = connection.isWritable ? backlogLimit - connection.backlog : 0;
		if (!this.#options.isAcknowledging) {
			return room;
		}

		const left = Math.min(this.#size - this.#countWaiting(), this.#acknowledged + this.#limit - sent.bytes);
		this.#isFull = left <= 0;
		if (left <= 0 && this.#marks.length === 0) {
			this.#mark();
		}

		return Math.min(room, left);
	}

	/** Writes, and marks the place when enough was written since the last mark. */
	write(frames: string | Uint8Array, content: SentContent | undefined): boolean {
		const {channel, clock, isAcknowledging} = this.#options;
		this.#writtenAt = clock.elapsed();
		this.#startedAt ??= this.#writtenAt;
		const isTaken = channel.write(frames, content);
		if (isAcknowledging && channel.sent.bytes - this.#markedEnd >= this.#size / marksPerWindow) {
			this.#mark();
		}

		return isTaken;
	}

	/** Call for each ping that was written. */
	onPing(k: number) {
		if (this.#options.isAcknowledging && this.#marks.length < maximumMarks) {
			const {clock, channel} = this.#options;
			const {bytes: end} = channel.sent;
			const markedAt = clock.elapsed();
			const startedAt = this.#startedAt ?? markedAt;
			const outstanding = end - this.#acknowledged;
			this.#markedEnd = end;
			this.#marks.push({k, end, outstanding, startedAt, markedAt, rate: this.#rate});
			this.#startedAt = undefined;
		}
	}

	/**
	Call for each pong; `at`: when the peer handled the ping, by its clock. Returns whether it
	answers a ping that was open.
	*/
	onPong(k: number, at?: number): boolean {
		const index = this.#marks.findIndex(each => each.k === k);
		const mark = this.#marks[index];
		if (!mark) {
			return false;
		}

		const now = this.#options.clock.elapsed();
		if (at === undefined) {
			this.#adaptUntimed(mark, now);
		} else {
			this.#adapt(mark, at, now);
		}

		this.#acknowledged = mark.end;
		this.#marks = this.#marks.slice(index + 1);
		return true;
	}

	/** The two ways cannot be told apart: a peer has taken at least so much in a round trip. */
	#adaptUntimed({outstanding, markedAt}: Mark, now: number) {
		const {time, untimedMinimum} = this.#options;
		const rate = outstanding / Math.max(1, now - markedAt);
		this.#size = Math.max(untimedMinimum, rate * time);
		this.#limit = this.#size;
		this.#arrived = undefined;
	}

	#adapt(mark: Mark, at: number, now: number) {
		const {end, markedAt} = mark;
		const {time, minimum} = this.#options;
		const startedAt = this.#marks[0]?.startedAt ?? markedAt;
		const arrival = {bytes: end - this.#acknowledged, startedAt, markedAt, at, now};
		const {wait, rate} = this.#link.add(arrival, this.#size);
		this.#rate = this.#chooseRate(mark, wait, rate);
		this.#size = Math.max(minimum, this.#rate * time);
		this.#limit = Math.min(maximumWindow, Math.max(this.#size, 2 * mark.outstanding));
		this.#arrived = {end, at: markedAt + wait};
	}

	/**
	Returns the rate after a pong. One wrong measurement at most doubles it. `measured`: undefined
	if not enough was written to tell.
	*/
	#chooseRate({outstanding, rate}: Mark, wait: number, measured = this.#rate): number {
		const {time} = this.#options;
		const next = Math.min(measured, 2 * rate);
		if (wait > time) {
			return next;
		}

		// A link on which little waits may be faster than what was written to it. But what has not
		// been used for a while may have gone.
		const lowest = Math.min(this.#rate, initialWindow / time);
		return Math.max(lowest, outstanding < this.#size / 2 ? this.#rate / 2 : next);
	}

	/** Counts the bytes that have not arrived, as far as the peer lets that be known. */
	#countWaiting(): number {
		const {clock, channel} = this.#options;
		const {bytes} = channel.sent;
		if (!this.#arrived) {
			return bytes - this.#acknowledged;
		}

		const parts = this.#marks.map(({end, markedAt}) => ({end, at: markedAt}));
		const last = {end: bytes, at: this.#writtenAt};
		return estimateWaiting(this.#arrived, [...parts, last], this.#rate, clock.elapsed());
	}

	#mark() {
		this.#markedEnd = this.#options.channel.sent.bytes;
		this.#options.ping();
	}
}
