import type {Clock} from '../../clock.ts';

/** Messages that a plain peer may not have read. */
export type UnreadByPeer = {
	readonly name: string;
	/** When the peer ended its sending side, in milliseconds since the epoch. */
	readonly since: number;
	/** The number of messages that were sent to it after that. */
	readonly count: number;
};

export type UnreadCountOptions = {
	readonly clock: Clock;
	/**
	Called when the system refuses a peer that had ended its sending side, and messages were sent to
	it after that.
	*/
	readonly onUnread?: ((unread: UnreadByPeer) => void) | undefined;
};

/**
Counts the messages to a plain peer that has ended its sending side. A peer that is gone and one
that still reads look alike until a RST comes: TCP does not tell which of them were read.
*/
export class UnreadCount {
	readonly #options: UnreadCountOptions;
	#since: number | undefined;
	#count = 0;

	constructor(options: UnreadCountOptions) {
		this.#options = options;
	}

	/** Call it when the peer has ended its sending side. */
	start() {
		this.#since = this.#options.clock.now();
	}

	/** Call it with the number of messages that are sent to the peer. */
	add(count: number) {
		this.#count += this.#since === undefined ? 0 : count;
	}

	/** Call it when the connection is lost. `code`: the system's error code, if there is one. */
	onClose(name: string | undefined, code: string | undefined) {
		if (name !== undefined && code !== undefined && this.#since !== undefined && this.#count > 0) {
			this.#options.onUnread?.({name, since: this.#since, count: this.#count});
		}
	}
}
