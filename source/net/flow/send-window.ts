import type {Clock} from '../clock.ts';
import {backlogLimit} from '../limits.ts';

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
	readonly write: (frames: string | Uint8Array, label: string | undefined) => boolean;
};

export type SendWindowOptions = {
	readonly clock: Pick<Clock, 'now'>;
	readonly channel: PacedChannel;
	/** Whether the peer answers pings. Without that, the socket's backlog is the only bound. */
	readonly isAcknowledging: boolean;
	/** How long the bytes on their way may take, in milliseconds. */
	readonly time: number;
	/** The bytes that may be on their way on the slowest link. */
	readonly minimum: number;
	/** Sends a ping, and calls `onPing` with its number. */
	readonly ping: () => void;
};

/** A ping, as a mark in the bytes that were written. */
type Mark = {
	readonly k: number;
	/** The bytes that were written up to it. */
	readonly end: number;
	/** The bytes that were acknowledged when it was written. */
	readonly acknowledged: number;
	readonly at: number;
};

/**
Bounds the bytes that are on their way to a peer by what it has acknowledged, so that what is
written now arrives within seconds. The socket's own buffers hold minutes of a slow link, and do
not tell.

A ping after every few bytes marks a place; its pong shows that all before it has been handled. The
window is what the peer has taken in the time of a round trip, carried forward to `time`.
*/
export class SendWindow {
	readonly #options: SendWindowOptions;
	#limit = initialWindow;
	#acknowledged = 0;
	#markedEnd = 0;
	#marks: Mark[] = [];

	constructor(options: SendWindowOptions) {
		this.#options = options;
	}

	/** The bytes that may be on their way. */
	get limit() {
		return this.#limit;
	}

	/** Returns the number of bytes that may be written now; 0 or less: none. */
	getRoom(): number {
		const {sent, connection} = this.#options.channel;
		const room = connection.isWritable ? backlogLimit - connection.backlog : 0;
		if (!this.#options.isAcknowledging) {
			return room;
		}

		const left = this.#acknowledged + this.#limit - sent.bytes;
		if (left <= 0 && this.#marks.length === 0) {
			this.#mark();
		}

		return Math.min(room, left);
	}

	/** Writes, and marks the place when enough was written since the last mark. */
	write(frames: string | Uint8Array, label: string | undefined): boolean {
		const {channel} = this.#options;
		const isTaken = channel.write(frames, label);
		if (this.#options.isAcknowledging && channel.sent.bytes - this.#markedEnd >= this.#limit / marksPerWindow) {
			this.#mark();
		}

		return isTaken;
	}

	/** Call for each ping that was written. */
	onPing(k: number) {
		if (this.#options.isAcknowledging && this.#marks.length < maximumMarks) {
			const {clock, channel} = this.#options;
			this.#markedEnd = channel.sent.bytes;
			this.#marks.push({k, end: channel.sent.bytes, acknowledged: this.#acknowledged, at: clock.now()});
		}
	}

	/** Call for each pong. Returns whether it answers a ping that was open. */
	onPong(k: number): boolean {
		const mark = this.#marks.find(each => each.k === k);
		if (!mark) {
			return false;
		}

		const elapsed = Math.max(1, this.#options.clock.now() - mark.at);
		const rate = (mark.end - mark.acknowledged) / elapsed;
		this.#limit = Math.max(this.#options.minimum, rate * this.#options.time);
		this.#acknowledged = mark.end;
		this.#marks = this.#marks.slice(this.#marks.indexOf(mark) + 1);
		return true;
	}

	#mark() {
		this.#markedEnd = this.#options.channel.sent.bytes;
		this.#options.ping();
	}
}
