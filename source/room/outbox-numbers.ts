/** The numbers that waiting messages get when the room says which ones it has used. */

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
