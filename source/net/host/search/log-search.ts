import {isVisibleTo, type LoggedMessage, type RoomLog, type ScannedMessages} from '../../../room/log.ts';
import {foldForSearch, isFound} from '../../../text/search.ts';
import {chooseProbes, roughen} from '../../../text/search/rough-form.ts';

/** The number of messages that are read at a time from a log that cannot be scanned. */
const blockSize = 64;
/** A step compares so many characters of messages, or so many messages. */
const stepCharacters = 2048;
const stepMessages = 32;

export type LogSearchRequest = {
	/** Searches the messages before this seq, the newest first. */
	readonly before: number;
	/** The text that is searched for. */
	readonly find: string;
	/** Only messages that this member may see are found. */
	readonly memberId: string;
	/** The search is over once so many messages are found. Default: 1. */
	readonly limit?: number;
};

/** Searches the log of a room backwards, in small steps. */
export class LogSearch {
	readonly #log: RoomLog;
	readonly #memberId: string;
	readonly #find: string;
	/** What is searched for, in the forms that are compared. Set by the first step. */
	#wanted = '';
	#probes: readonly string[] = [];
	#isPrepared = false;
	readonly #limit: number;
	/** Messages that were read and not compared, oldest first. */
	#block: LoggedMessage[] = [];
	/** Every message from this seq on was read. */
	#read: number;
	/** Every message from this seq on was compared. */
	#from: number;
	#found: LoggedMessage[] = [];
	#count = 0;
	#isOver: boolean;

	constructor(log: RoomLog, {before, find, memberId, limit = 1}: LogSearchRequest) {
		this.#log = log;
		this.#memberId = memberId;
		this.#find = find;
		this.#limit = limit;
		this.#from = Math.min(before, log.head + 1);
		this.#read = this.#from;
		this.#isOver = this.#from <= 1;
	}

	/** The seq from which on the log was searched. */
	get from() {
		return this.#from;
	}

	/** Whether something was found that was not taken. */
	get hasFound() {
		return this.#found.length > 0;
	}

	/** Returns what was found since the last call, newest first. */
	take(): readonly LoggedMessage[] {
		const found = this.#found;
		this.#found = [];
		return found;
	}

	/** Searches on. Returns whether there is more to search. */
	step(): boolean {
		if (!this.#isPrepared) {
			this.#prepare();
		}

		if (!this.#isOver && this.#block.length === 0) {
			this.#readBlock();
		}

		let characters = 0;
		for (let count = 0; count < stepMessages && characters < stepCharacters && !this.#isOver; count++) {
			const message = this.#block.pop();
			if (!message) {
				this.#from = this.#read;
				this.#isOver ||= this.#from <= 1;
				break;
			}

			characters += this.#compare(message);
		}

		return !this.#isOver;
	}

	/** Folding takes time: a search that another one replaces before its first step takes none. */
	#prepare() {
		this.#isPrepared = true;
		this.#wanted = foldForSearch(this.#find).trim();
		this.#probes = chooseProbes(this.#wanted);
		this.#isOver ||= this.#wanted === '';
	}

	/** Compares a message. Returns what that costs, in characters. */
	#compare(message: LoggedMessage): number {
		this.#from = message.seq;
		const {from, text} = message;
		if (isVisibleTo(message, this.#memberId) && this.#mayContain([text, from]) && isFound(message, this.#wanted)) {
			this.#found.push(message);
			this.#count++;
		}

		this.#isOver ||= this.#count >= this.#limit || this.#from <= 1;
		return text.length;
	}

	/** Looks before comparing, which is slow. */
	#mayContain(texts: readonly string[]): boolean {
		return texts.some(text => {
			const rough = roughen(text);
			return this.#probes.every(probe => rough.includes(probe));
		});
	}

	#readBlock() {
		try {
			const {from, messages} = this.#log.scan?.(this.#read, this.#probes) ?? this.#readMessages();
			this.#isOver ||= from >= this.#read;
			this.#read = from;
			this.#block = [...messages];
		} catch {
			// The log's owner is notified of the failure by the log itself.
			this.#isOver = true;
		}
	}

	#readMessages(): ScannedMessages {
		const from = Math.max(1, this.#read - blockSize);
		return {from, messages: this.#log.read(from, this.#read - from)};
	}
}
