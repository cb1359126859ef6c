import type {LoggedMessage, RoomLog} from '../../room/log.ts';
import type {Connection} from '../connection.ts';
import {backlogLimit, cursorBatch} from '../limits.ts';
import {readFrom} from './log-reader.ts';

export type LogCursorOptions = {
	readonly log: RoomLog;
	readonly connection: Pick<Connection, 'backlog' | 'isWritable'>;
	/** The seq of the last message that the peer has. */
	readonly seq: number;
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

	constructor(options: LogCursorOptions) {
		this.#options = options;
		this.#seq = options.seq;
	}

	/**
	Moves past messages that follow at once, for a caller that writes them itself. Returns false,
	without moving, when earlier messages are missing or the socket is full.
	*/
	tryAdvance(messages: readonly LoggedMessage[]): boolean {
		if (messages[0]?.seq !== this.#seq + 1 || this.#options.connection.backlog >= backlogLimit) {
			return false;
		}

		this.#seq += messages.length;
		return true;
	}

	/** Writes on, in batches, until the end of the log or until the socket is full. */
	pump() {
		const {log, connection, write} = this.#options;
		while (this.#seq < log.head && connection.isWritable && connection.backlog < backlogLimit) {
			const messages = readFrom(log, this.#seq + 1, cursorBatch);
			if (messages.length === 0) {
				return;
			}

			this.#seq += messages.length;
			write(messages);
		}
	}
}
