import type {LoggedMessage, LogQueries} from '../../room/log.ts';

export type LogMatchesOptions = {
	readonly text: string;
	/** The log is searched before this seq. */
	readonly before: number;
	/** Undefined if no log can be read. */
	readonly reader: Pick<LogQueries, 'readOlder' | 'searchLog'> | undefined;
	/** A host of an earlier version sends messages that do not match, too. */
	readonly isMatch: (message: LoggedMessage) => boolean;
	/** Called with the places that were found, newest first, and when anything has changed. */
	readonly onProgress: (seqs: readonly number[]) => void;
};

/** Finds places in the room's log, back to its first message, without loading it. */
export class LogMatches {
	readonly #options: LogMatchesOptions;
	#before: number;
	#isRunning = false;
	#isWaiting = false;
	#isStopped = false;
	/** The host answers no searches: pages are read while an older match is wanted. */
	#isPaged = false;
	#cancel: (() => void) | undefined;

	constructor(options: LogMatchesOptions) {
		this.#options = options;
		this.#before = options.before;
	}

	/** The number of messages that were not searched. */
	get left() {
		return this.#before - 1;
	}

	/** Whether nothing older is found any more. */
	get isOver() {
		return this.#isStopped || this.#before <= 1;
	}

	/** Whether the search waits for a connection. */
	get isWaiting() {
		return this.#isWaiting;
	}

	/** Has the host search its whole log, if it can. */
	start() {
		if (!this.isOver) {
			this.#search();
		}
	}

	/** Call while an older match is wanted than those that were found. */
	searchOn() {
		if (this.#isRunning || this.#isWaiting || this.isOver) {
			return;
		}

		if (this.#isPaged) {
			void this.#readPages();
		} else {
			this.#search();
		}
	}

	/** Call when there is a connection again. */
	resume() {
		if (this.#isWaiting) {
			this.#isWaiting = false;
			this.#isPaged = false;
			this.searchOn();
			this.#options.onProgress([]);
		}
	}

	/** Ends the search: nothing more is read. */
	stop() {
		this.#isStopped = true;
		this.#isWaiting = false;
		this.#cancel?.();
		this.#cancel = undefined;
	}

	#search() {
		const {reader, text} = this.#options;
		const start = this.#before;
		this.#isRunning = true;
		this.#cancel = reader?.searchLog({before: start, find: text}, found => {
			if (!found) {
				this.#wait();
				return;
			}

			this.#before = Math.min(this.#before, found.from);
			this.#isRunning = !found.isOver;
			// A host that has come to nothing would be asked the same again.
			this.#isStopped ||= found.isOver && this.#before >= start;
			this.#options.onProgress(found.seqs);
		});
		if (!this.#cancel) {
			this.#isRunning = false;
			this.#isPaged = true;
			this.#isStopped ||= reader === undefined;
		}
	}

	/** Reads pages until one has a match. */
	async #readPages() {
		const {reader, text, isMatch, onProgress} = this.#options;
		if (!reader) {
			return;
		}

		this.#isRunning = true;
		while (!this.isOver) {
			const start = this.#before;
			// Each page says where the next one ends.
			// eslint-disable-next-line no-await-in-loop
			const page = await reader.readOlder(start, text);
			if (!page) {
				this.#wait();
				return;
			}

			this.#isStopped ||= page.from >= start;
			this.#before = Math.min(start, page.from);
			const found = page.messages.filter(message => message.seq < start && isMatch(message)).map(({seq}) => seq);
			this.#isRunning = found.length === 0 && !this.isOver;
			onProgress(found.toReversed());
			if (!this.#isRunning) {
				return;
			}
		}
	}

	#wait() {
		this.#isRunning = false;
		this.#isWaiting = !this.#isStopped;
		this.#options.onProgress([]);
	}
}
