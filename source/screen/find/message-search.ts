import type {HistoryItem} from '../../chat/state.ts';
import {foldForSearch, isFound} from '../../text/search.ts';
import {LogMatches, type LogMatchesOptions} from './log-matches.ts';

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
	/** Set if what is left is not searched any more, because the log cannot be read. */
	readonly isPartial: boolean;
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
	readonly reader: LogMatchesOptions['reader'];
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
	readonly #log: LogMatches;
	#isInLog = false;
	/** The key of the newest message that was searched. */
	#newest: string | undefined;
	#isEnded = false;

	constructor(options: MessageSearchOptions) {
		this.text = options.text;
		this.#options = options;
		this.#wanted = foldForSearch(options.text).trim();
		this.#log = new LogMatches({
			...options,
			isMatch: message => isFound(message, this.#wanted),
			onProgress: seqs => {
				for (const seq of seqs) {
					this.#addOlder({seq});
				}

				this.#settle();
			},
		});
		this.#newest = options.history.findLast(item => isMessage(item))?.key;
	}

	async start() {
		if (this.#wanted === '') {
			this.#log.stop();
		} else {
			await this.#searchLoaded();
		}

		if (!this.#isEnded) {
			this.#isInLog = true;
			this.#log.start();
			this.#settle();
		}
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
		} else if (this.#place !== undefined && this.#place > -this.#newer.length) {
			this.#show(this.#place - 1);
		}
	}

	/** Call when there is a connection again. */
	resume() {
		this.#log.resume();
	}

	/** Call when the log can be read no more. */
	stopReading() {
		this.#log.stop();
		this.#settle();
	}

	/** Ends the search. It reports nothing more. */
	end() {
		this.#isEnded = true;
		this.#log.stop();
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
			// Until what is loaded is searched, a match may be in it.
			this.#wantsOlder &&= !this.#isInLog || !this.#log.isOver;
			this.#report();
			if (this.#wantsOlder && this.#isInLog) {
				this.#log.searchOn();
			}
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
				left: this.#isInLog ? this.#log.left : undefined,
				isPartial: this.#log.isOver && this.#log.left > 0,
				isWaiting: this.#log.isWaiting,
				shown: this.#shown,
			});
		}
	}
}
