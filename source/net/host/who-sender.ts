import type {ClientFrame} from '../../wire/frames.ts';
import type {FrameChannel} from '../frame-channel.ts';
import {backlogLimit} from '../limits.ts';

/** Keeps one member's list of the members up to date, without filling a socket that is slow. */
export class WhoSender {
	readonly #channel: FrameChannel<ClientFrame>;
	readonly #encodeList: () => string;
	/** Set while changes were left out because the socket was full. */
	#isStale = false;
	/** Set until the end of the turn in which the whole list was sent. */
	#isFresh = false;

	/** `encodeList`: encodes the whole list as it is now. */
	constructor(channel: FrameChannel<ClientFrame>, encodeList: () => string) {
		this.#channel = channel;
		this.#encodeList = encodeList;
	}

	/** Sends the whole list, which contains the changes that are still to be sent in this turn. */
	sendList() {
		this.#send(this.#encodeList());
		this.#isFresh = true;
		queueMicrotask(() => {
			this.#isFresh = false;
		});
	}

	/** Sends an encoded change, or none while the socket is full. */
	sendChange(who: string) {
		if (!this.#isFresh) {
			this.#send(who);
		}
	}

	/**
	Makes up for changes that were left out with one whole list. Call it when the socket has room.
	*/
	catchUp() {
		if (this.#isStale) {
			this.#isStale = false;
			this.#send(this.#encodeList());
		}
	}

	#send(who: string) {
		if (this.#channel.connection.backlog < backlogLimit) {
			this.#channel.write(who, 'who');
		} else {
			this.#isStale = true;
		}
	}
}
