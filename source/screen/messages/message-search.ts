import type {HistoryReader} from '../../chat/chat.ts';
import type {HistoryItem} from '../../chat/state.ts';
import {foldForSearch, isFound} from '../../text/search.ts';

/** A message that contains the text: loaded when it was found, or a place in the log. */
export type Match = {readonly key?: string; readonly seq?: number};

export type SearchView = {
	/** The match that is shown, from 1 for the oldest, and the number of matches found so far. */
	readonly place: number;
	readonly count: number;
	/** An older match is being looked for. */
	readonly isSearching: boolean;
	/** The number of messages of the log that are not searched yet, once what is loaded is. */
	readonly left: number | undefined;
	/** Set if the search waits for a connection. */
	readonly isWaiting: boolean;
	/** The match to show; another object each time. */
	readonly shown: Match | undefined;
};

export type MessageSearchOptions = {
	readonly text: string;
	/** The loaded items, oldest first. Those above a gap are searched in the log. */
	readonly history: readonly HistoryItem[];
	/** The seq from which on everything is loaded: the log is searched before it. */
	readonly before: number;
	/** Undefined if no log can be read. */
	readonly readOlder: HistoryReader['readOlder'] | undefined;
	readonly onChange: (view: SearchView) => void;
	/** Resolves when the event loop has gone on. */
	readonly pause?: () => Promise<void>;
};

/** How long what is loaded is searched in one turn of the event loop, in milliseconds. */
const sliceTime = 5;

const pauseTurn = async () =>
	new Promise<void>(resolve => {
		setImmediate(resolve);
	});

const isMessage = (item: HistoryItem) => item.kind === 'message';

/** Searches the conversation backwards: what is loaded, then the log, which it does not load. */
export class MessageSearch {
	readonly text: string;
	readonly #options: MessageSearchOptions;
	readonly #wanted: string;
	/** From the newest at the start to the oldest. */
	readonly #older: Match[] = [];
	/** Those that have come since, in order. */
	readonly #newer: Match[] = [];
	/** The index in `older` of the match that is shown; -1 is the first in `newer`. */
	#place: number | undefined;
	#shown: Match | undefined;
	#wantsOlder = true;
	#before: number;
	#isInLog = false;
	#isWaiting = false;
	/** The key of the newest message that was searched. */
	#newest: string | undefined;
	/** Ends the walk's wait. */
	#wake: (() => void) | undefined;
	#isEnded = false;

	constructor(options: MessageSearchOptions) {
		this.text = options.text;
		this.#options = options;
		this.#wanted = foldForSearch(options.text).trim();
		this.#before = options.before;
		this.#newest = options.history.findLast(item => isMessage(item))?.key;
	}

	async start() {
		if (this.#wanted !== '') {
			await this.#searchLoaded();
			await this.#searchLog();
		}

		this.#before = 1;
		this.#settle();
	}

	/** Searches the messages that have come. */
	update(history: readonly HistoryItem[]) {
		const known = history.findLastIndex(({key}) => key === this.#newest);
		if (known === -1 && this.#newest !== undefined) {
			return;
		}

		for (const item of history.slice(known + 1)) {
			if (isMessage(item)) {
				this.#newest = item.key;
				if (this.#wanted !== '' && isFound(item, this.#wanted)) {
					this.#newer.push(item);
					this.#report();
				}
			}
		}
	}

	/** Goes to the next older (-1) or newer (1) match. */
	move(delta: -1 | 1) {
		// Whoever goes on elsewhere no longer waits for an older match.
		this.#wantsOlder = delta === -1;
		if (this.#place === undefined && this.#newer.length > 0) {
			this.#wantsOlder = false;
			this.#show(-this.#newer.length);
		} else if (delta === -1) {
			this.#settle();
			this.#wake?.();
		} else if (this.#place !== undefined && this.#place > -this.#newer.length) {
			this.#show(this.#place - 1);
		}
	}

	/** Call when there is a connection again. */
	resume() {
		this.#isWaiting = false;
		this.#wake?.();
	}

	/** Call when the log can be read no more. */
	stopReading() {
		this.#before = 1;
		this.resume();
	}

	/** Ends the search. It reports nothing more. */
	end() {
		this.#isEnded = true;
		this.#wake?.();
	}

	async #searchLoaded() {
		const {history, pause = pauseTurn} = this.#options;
		let end = performance.now() + sliceTime;
		for (let index = history.length - 1; index >= 0 && !this.#isEnded; index--) {
			const item = history[index];
			if (item?.kind === 'gap') {
				break;
			}

			if (item?.kind === 'message' && isFound(item, this.#wanted)) {
				this.#addOlder(item);
			}

			if (performance.now() > end) {
				// Another slice follows once keys and messages had their turn.
				// eslint-disable-next-line no-await-in-loop
				await pause();
				end = performance.now() + sliceTime;
			}
		}
	}

	/** Searches the log while an older match is wanted. */
	async #searchLog() {
		const {readOlder, text} = this.#options;
		this.#isInLog = true;
		this.#report();
		if (!readOlder) {
			return;
		}

		while (this.#before > 1 && !this.#isEnded) {
			if (!this.#wantsOlder || this.#isWaiting) {
				// eslint-disable-next-line no-await-in-loop
				await new Promise<void>(resolve => {
					this.#wake = resolve;
				});
				continue;
			}

			// Each page says where the next one ends.
			// eslint-disable-next-line no-await-in-loop
			const page = await readOlder(this.#before, text);
			if (page && page.from >= this.#before) {
				return;
			}

			this.#isWaiting = page === undefined;
			for (const message of page?.messages.toReversed() ?? []) {
				if (message.seq < this.#before && isFound(message, this.#wanted)) {
					this.#addOlder({seq: message.seq});
				}
			}

			this.#before = page?.from ?? this.#before;
			this.#report();
		}
	}

	#addOlder({key, seq}: Match) {
		this.#older.push({key, seq});
		if (this.#wantsOlder) {
			this.#showOlder();
		}
	}

	#showOlder() {
		this.#wantsOlder = false;
		this.#show(this.#place === undefined ? 0 : this.#place + 1);
	}

	/** Shows an older match that is known, or says that there is none. */
	#settle() {
		const next = this.#place === undefined ? 0 : this.#place + 1;
		if (this.#wantsOlder && next < this.#older.length) {
			this.#showOlder();
		} else {
			this.#wantsOlder &&= this.#before > 1;
			this.#report();
		}
	}

	#show(place: number) {
		const match = place < 0 ? this.#newer[-place - 1] : this.#older[place];
		this.#place = place;
		this.#shown = match && {key: match.key, seq: match.seq};
		this.#report();
	}

	#report() {
		if (!this.#isEnded) {
			this.#options.onChange({
				place: this.#place === undefined ? 0 : this.#older.length - this.#place,
				count: this.#older.length + this.#newer.length,
				isSearching: this.#wantsOlder,
				left: this.#isInLog ? this.#before - 1 : undefined,
				isWaiting: this.#isWaiting,
				shown: this.#shown,
			});
		}
	}
}
