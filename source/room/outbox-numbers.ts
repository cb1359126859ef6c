/** The numbers of waiting messages, and those that they get when the room has used others. */

import type {OutboxEntry, SavedOutbox} from './outbox-journal.ts';

export type NumberedEntry<Entry> = readonly [wireN: number, entry: Entry];

type Numbers<Entry> = {
	/** In order. */
	readonly entries: ReadonlyArray<NumberedEntry<Entry>>;
	/** The last number that was given to a message. */
	readonly last: number;
	/** The highest number that the room has used. */
	readonly got: number;
	/** Returns whether the message gets another number even if the room has used its own. */
	readonly isMovable: (entry: Entry) => boolean;
};

/**
Returns the messages that are to follow the room's last number, and whether they do already.
`hasLost`: the room lacks messages that are not waiting, so it had acknowledged or refused them. Its
log is an older copy then.
*/
export const planNumbers = <Entry>({entries, last, got, isMovable}: Numbers<Entry>) => {
	const moved = entries.filter(([wireN, entry]) => wireN > got || isMovable(entry));
	const waiting = moved.filter(([wireN]) => wireN > got).length;
	const isInOrder = last === got + moved.length && moved.every(([wireN], index) => wireN === got + 1 + index);
	return {moved, isInOrder, hasLost: last - got > waiting};
};

/** Returns what an earlier run saved. The first message has the number `firstN` in this run. */
export const restoreEntries = (
	saved: SavedOutbox['entries'],
	firstN: number,
): ReadonlyArray<NumberedEntry<OutboxEntry>> =>
	saved.map(({wireN, ...message}, index) => [wireN, {n: firstN + index, ...message}]);

/** Waiting messages by their number on the wire, in order. */
export class NumberedEntries {
	readonly #entries: Map<number, OutboxEntry>;
	#last: number;

	/** `last`: the last number that was given to a message. */
	constructor(entries: ReadonlyArray<NumberedEntry<OutboxEntry>>, last: number) {
		this.#entries = new Map(entries);
		this.#last = last;
	}

	get last() {
		return this.#last;
	}

	get size() {
		return this.#entries.size;
	}

	list(): ReadonlyArray<NumberedEntry<OutboxEntry>> {
		return [...this.#entries];
	}

	get(wireN: number): OutboxEntry | undefined {
		return this.#entries.get(wireN);
	}

	/** Gives the message the next number, and returns that. */
	push(entry: OutboxEntry): number {
		this.#last++;
		this.#entries.set(this.#last, entry);
		return this.#last;
	}

	/** Removes a message, and returns it if it was there. */
	take(wireN: number): OutboxEntry | undefined {
		const entry = this.#entries.get(wireN);
		this.#entries.delete(wireN);
		return entry;
	}

	/** Numbers these messages anew, from `got` + 1. */
	renumber(moved: ReadonlyArray<NumberedEntry<OutboxEntry>>, got: number) {
		for (const [wireN] of moved) {
			this.#entries.delete(wireN);
		}

		this.#last = got;
		for (const [, entry] of moved) {
			this.push(entry);
		}
	}

	toSaved(): Pick<SavedOutbox, 'last' | 'entries'> {
		return {last: this.#last, entries: this.list().map(([wireN, {n: _, ...message}]) => ({wireN, ...message}))};
	}
}
