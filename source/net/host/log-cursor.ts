import type {LoggedMessage, RoomLog} from '../../room/log.ts';
import {cursorBatch, cursorBytes} from '../limits.ts';
import {readFrom} from './log-reader.ts';

export type LogCursorOptions = {
	readonly log: RoomLog;
	/** The seq of the last message that the peer has. */
	readonly seq: number;
	/** Returns the number of bytes that the peer's socket takes now; 0 or less: none. */
	readonly getRoom: () => number;
	/** Returns the number of bytes of a message as it is written to the peer. */
	readonly measure: (message: LoggedMessage) => number;
	/** Writes consecutive messages to the peer's socket. */
	readonly write: (messages: readonly LoggedMessage[]) => void;
};

/**
A peer's place in the room's log. It reads on while the peer's socket takes more, so the messages
of a slow peer wait in the log and not in a queue of their own.
*/
export class LogCursor {
	readonly #options: LogCursorOptions;
	#seq: number;
	/** The number of messages that the next read asks for: about as many as one write takes. */
	#batch = cursorBatch;

	constructor(options: LogCursorOptions) {
		this.#options = options;
		this.#seq = options.seq;
	}

	/**
	Moves past messages that follow at once, for a caller that writes them itself. Returns false,
	without moving, when earlier messages are missing or the socket takes less than all of them.
	`measure`: returns the number of their bytes.
	*/
	tryAdvance(messages: readonly LoggedMessage[], measure: () => number): boolean {
		if (messages[0]?.seq !== this.#seq + 1 || measure() > this.#options.getRoom()) {
			return false;
		}

		this.#seq += messages.length;
		return true;
	}

	/**
	Writes on until the end of the log or until the socket is full. A message is written whole: it
	may exceed what the socket takes.
	*/
	pump() {
		while (this.pumpOnce()) {
			// Each write is bounded.
		}
	}

	/** Does one write of `pump`. Returns whether there may be another one. */
	pumpOnce(): boolean {
		const {log, getRoom, write} = this.#options;
		const room = getRoom();
		const messages = room > 0 && this.#seq < log.head ? readFrom(log, this.#seq + 1, this.#batch) : [];
		if (messages.length === 0) {
			return false;
		}

		const taken = this.#take(messages, Math.min(room, cursorBytes));
		this.#batch = Math.min(cursorBatch, 2 * taken.length);
		this.#seq += taken.length;
		write(taken);
		return this.#seq < log.head && getRoom() > 0;
	}

	/** Returns the first messages that together have at most so many bytes, at least one. */
	#take(messages: readonly LoggedMessage[], bytes: number): readonly LoggedMessage[] {
		let sum = 0;
		const end = messages.findIndex(message => {
			sum += this.#options.measure(message);
			return sum > bytes;
		});
		return end === -1 ? messages : messages.slice(0, Math.max(1, end));
	}
}
