import {isVisibleTo, type LoggedMessage, type RoomLog} from '../../../room/log.ts';
import {foldForSearch, isFound} from '../../../text/search.ts';

/** The number of messages that are read at a time. */
const blockSize = 64;
/** A step ends after this many characters of messages, or this many messages. */
const stepCharacters = 2048;
const stepMessages = 32;

export type LogSearchRequest = {
	/** Searches the messages before this seq, the newest first. */
	readonly before: number;
	/** The text that is searched for. */
	readonly find: string;
	/** Only messages that this member may see are found. */
	readonly memberId: string;
};

/** Searches the log of a room backwards, in small steps. */
export class LogSearch {
	readonly #log: RoomLog;
	readonly #memberId: string;
	readonly #wanted: string;
	/** Messages that were read and not looked at, oldest first. */
	#block: LoggedMessage[] = [];
	#from: number;
	#match: LoggedMessage | undefined;
	#isOver: boolean;

	constructor(log: RoomLog, {before, find, memberId}: LogSearchRequest) {
		this.#log = log;
		this.#memberId = memberId;
		this.#wanted = foldForSearch(find).trim();
		this.#from = Math.min(before, log.head + 1);
		this.#isOver = this.#wanted === '' || this.#from <= 1;
	}

	/** What was found so far: the newest match, and the seq from which on the log was searched. */
	get page(): {readonly from: number; readonly messages: readonly LoggedMessage[]} {
		return {from: this.#from, messages: this.#match ? [this.#match] : []};
	}

	/** Searches on. Returns whether there is more to search. */
	step(): boolean {
		let characters = 0;
		for (let count = 0; count < stepMessages && characters < stepCharacters && !this.#isOver; count++) {
			const message = this.#takeNewest();
			characters += message?.text.length ?? 0;
		}

		return !this.#isOver;
	}

	#takeNewest(): LoggedMessage | undefined {
		const message = this.#block.pop() ?? this.#read();
		if (message) {
			this.#from = message.seq;
			this.#match = isVisibleTo(message, this.#memberId) && isFound(message, this.#wanted) ? message : undefined;
		}

		this.#isOver = message === undefined || this.#match !== undefined || this.#from <= 1;
		return message;
	}

	/** Reads a block, and takes its newest message. Undefined if the log cannot be read. */
	#read(): LoggedMessage | undefined {
		// Blocks begin where the log's index has its entries.
		const start = Math.floor((this.#from - 2) / blockSize) * blockSize + 1;
		try {
			this.#block = [...this.#log.read(start, this.#from - start)];
		} catch {
			// The log's owner is notified of the failure by the log itself.
		}

		return this.#block.pop();
	}
}
