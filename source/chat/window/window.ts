import {isBeyond, keepNewest, keepOldest, shareAfterTrim} from './bounds.ts';
import {joinAtGap, splitAtGap, type Gap, type Item, type Loaded} from './gap.ts';

/** The messages around a place far back, loaded beside the newest ones. */

/**
Where loaded messages go: `around` a place that is to be shown, in place of any other such place; or
into the gap, after what is above it or before what is below it.
*/
export type WindowPlace = 'around' | 'above' | 'below';

export type WindowPage<Each> = {
	readonly place: WindowPlace;
	/** The messages from seq `from` to `to`, both included. */
	readonly from: number;
	readonly to: number;
	readonly items: readonly Each[];
};

type Options = {
	/** The number of items to keep on each side of the gap. */
	readonly capacity: number;
	readonly createKey: () => string;
};

const findFirstSeq = (items: readonly Item[]): number | undefined => items.find(({seq}) => seq !== undefined)?.seq;

const findLastSeq = (items: readonly Item[]): number | undefined => items.findLast(({seq}) => seq !== undefined)?.seq;

/** Puts a page into the history. Changes nothing if the history is no longer as it was. */
export const placePage = <Each extends Item>(
	loaded: Loaded<Each>,
	{place, from, to, items}: WindowPage<Each>,
	{capacity, createKey}: Options,
): Loaded<Each | Gap> => {
	const {window, gap, main} = splitAtGap(loaded.history);
	if (place === 'around') {
		const mainSeq = gap ? gap.to + 1 : (loaded.oldestSeq ?? 1);
		const shown = items.filter(({seq = 0}) => seq < mainSeq);
		const next = {kind: 'gap', key: createKey(), at: shown.at(-1)?.at ?? 0, from: to + 1, to: mainSeq - 1} as const;
		return from < mainSeq
			? {history: joinAtGap<Each | Gap>({window: shown, gap: next, main}), oldestSeq: from}
			: loaded;
	}

	if (place === 'above' && gap?.from === from) {
		const above = [...window, ...items];
		const kept = keepNewest(above, capacity);
		const next = {...gap, key: createKey(), at: kept.at(-1)?.at ?? gap.at, from: to + 1};
		return {
			history: joinAtGap<Each | Gap>({window: kept, gap: next, main}),
			oldestSeq: kept.length < above.length ? findFirstSeq(kept) : loaded.oldestSeq,
		};
	}

	return place === 'below' && gap?.to === to
		? {...loaded, history: joinAtGap<Each | Gap>({window, gap: {...gap, to: from - 1}, main: [...items, ...main]})}
		: loaded;
};

/**
Drops items of a history that has outgrown its capacity while an old place of it is being read: what
is above that place and what is newest stay, with a gap between them.
*/
export const trimBetween = <Each extends Item>(
	loaded: Loaded<Each>,
	{capacity, createKey}: Options,
): Loaded<Each | Gap> => {
	const {history} = loaded;
	const {window: above, gap, main: below} = splitAtGap(history);
	const isMainFull = isBeyond(below, capacity, gap ? 1 : 2);
	if (!isMainFull && !isBeyond(above, capacity)) {
		return loaded;
	}

	const window = keepOldest(gap ? above : history, capacity);
	const main = isMainFull ? keepNewest(below, capacity, shareAfterTrim) : below;
	const [last, first] = [findLastSeq(window), findFirstSeq(main)];
	return last === undefined || first === undefined
		? {...loaded, history: main}
		: {
				...loaded,
				history: joinAtGap<Each | Gap>({
					window,
					gap: {kind: 'gap', key: gap?.key ?? createKey(), at: window.at(-1)?.at ?? 0, from: last + 1, to: first - 1},
					main,
				}),
			};
};
