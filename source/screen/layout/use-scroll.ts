import {useCallback, useRef, useState} from 'react';

/** What is scrolled: a list whose items take one or more rows each. Only the items that are asked for are measured. */
export type RowSource = {
	readonly length: number;
	/** Stable while the list grows. */
	readonly keyAt: (index: number) => string;
	/** At least 1. */
	readonly rowsAt: (index: number) => number;
};

type Place = {
	readonly index: number;
	readonly key: string;
};

/** Where a view stands that does not follow the newest: it is held by its last row, so what arrives below does not move it. */
type Anchor = Place & {
	/** Which of the item's rows is the view's last. */
	readonly row: number;
	/** How long the list was when the view was taken off the bottom, and its first key: older items may come before it. */
	readonly seen: {readonly length: number; readonly first: string};
};

/** `undefined` follows the newest. */
export type Scroll = Anchor | undefined;

/** A part of the list: rows `from` to `to` (not included) of one item. */
export type Slice = {
	readonly index: number;
	readonly from: number;
	readonly to: number;
};

type Position = {
	readonly index: number;
	readonly row: number;
};

const placeAt = (source: RowSource, index: number): Place => ({index, key: source.keyAt(index)});

/** The item may have moved (older ones came before it) or have got another key (a pending message was acknowledged in its place). */
const find = (source: RowSource, {index, key}: Place): number => {
	if (index < source.length && source.keyAt(index) === key) {
		return index;
	}

	for (let at = source.length - 1; at >= 0; at--) {
		if (source.keyAt(at) === key) {
			return at;
		}
	}

	return Math.min(index, source.length - 1);
};

const lastPosition = (source: RowSource): Position => ({
	index: source.length - 1,
	row: source.rowsAt(source.length - 1) - 1,
});

const positionOf = (source: RowSource, scroll: Scroll): Position => {
	if (!scroll) {
		return lastPosition(source);
	}

	const index = find(source, scroll);
	return {index, row: Math.min(scroll.row, source.rowsAt(index) - 1)};
};

/** Up to `rows` further up; `moved` is less at the top. */
const up = (source: RowSource, {index, row}: Position, rows: number): Position & {readonly moved: number} => {
	let left = rows;
	while (left > row && index > 0) {
		left -= row + 1;
		index--;
		row = source.rowsAt(index) - 1;
	}

	const last = Math.min(left, row);
	return {index, row: row - last, moved: rows - left + last};
};

/** Up to `rows` further down; nothing once the last row is reached. */
const down = (source: RowSource, {index, row}: Position, rows: number): Position | undefined => {
	let left = rows;
	let below = source.rowsAt(index) - 1 - row;
	while (left > below) {
		if (index === source.length - 1) {
			return undefined;
		}

		left -= below + 1;
		index++;
		row = 0;
		below = source.rowsAt(index) - 1;
	}

	return index === source.length - 1 && left === below ? undefined : {index, row: row + left};
};

/** The same place, but never so far up that the view has rows above the first. Nothing where that is the bottom. */
const fill = (source: RowSource, position: Position, viewRows: number): Position | undefined => {
	const isShort = up(source, position, viewRows - 1).moved < viewRows - 1;
	return isShort ? down(source, {index: 0, row: 0}, viewRows - 1) : down(source, position, 0);
};

/** The view held at a position; one that was held before remembers what it had seen. */
const anchorAt = (source: RowSource, scroll: Scroll, position: Position | undefined): Scroll =>
	position && {
		...placeAt(source, position.index),
		row: position.row,
		seen: scroll?.seen ?? {length: source.length, first: source.keyAt(0)},
	};

/** The view moved by `delta` rows (up is negative), and never above the first row. */
export const scrollBy = (source: RowSource, scroll: Scroll, viewRows: number, delta: number): Scroll => {
	if (source.length === 0) {
		return undefined;
	}

	const start = positionOf(source, scroll);
	const next = delta > 0 ? down(source, start, delta) : fill(source, up(source, start, -delta), viewRows);
	return anchorAt(source, scroll, next);
};

/** The view with this item in its middle, as far as there is something above and below; nothing where that is the bottom. */
export const scrollTo = (source: RowSource, scroll: Scroll, viewRows: number, index: number): Scroll => {
	const below = down(source, {index, row: 0}, Math.floor(viewRows / 2));
	return anchorAt(source, scroll, below && fill(source, below, viewRows));
};

/** The view with the first row at its top; nothing where all fits. */
export const scrollToTop = (source: RowSource, scroll: Scroll, viewRows: number): Scroll =>
	source.length === 0 ? undefined : anchorAt(source, scroll, fill(source, {index: 0, row: 0}, viewRows));

/** What stands in the view, top to bottom. */
export const visibleSlices = (source: RowSource, scroll: Scroll, viewRows: number): readonly Slice[] => {
	const slices: Slice[] = [];
	if (source.length === 0 || viewRows <= 0) {
		return slices;
	}

	let {index, row} = (scroll && fill(source, positionOf(source, scroll), viewRows)) ?? lastPosition(source);
	let left = viewRows;
	while (index >= 0 && left > 0) {
		const from = Math.max(0, row + 1 - left);
		slices.push({index, from, to: row + 1});
		left -= row + 1 - from;
		index--;
		row = index < 0 ? 0 : source.rowsAt(index) - 1;
	}

	return slices.toReversed();
};

/** How many items came since the view was taken off the bottom. */
export const newerThan = (source: RowSource, scroll: Scroll): number => {
	if (!scroll) {
		return 0;
	}

	let older = 0;
	while (older < source.length && source.keyAt(older) !== scroll.seen.first) {
		older++;
	}

	return Math.max(0, source.length - scroll.seen.length - (older < source.length ? older : 0));
};

export type Scroller = {
	readonly scroll: Scroll;
	readonly by: (source: RowSource, viewRows: number, delta: number) => void;
	readonly toTop: (source: RowSource, viewRows: number) => void;
	readonly toBottom: () => void;
	/** Shows this item, in the middle where it can be. */
	readonly to: (source: RowSource, viewRows: number, index: number) => void;
	/** Also between a key and the next render. */
	readonly isScrolled: () => boolean;
	readonly isAtBottom: () => boolean;
};

/** A view's place. Several moves in one read each start where the one before ended. */
export const useScroll = (): Scroller => {
	const newest = useRef<Scroll>(undefined);
	const [scroll, setScroll] = useState<Scroll>(undefined);
	const go = useCallback((next: Scroll) => {
		newest.current = next;
		setScroll(next);
	}, []);
	const by = useCallback(
		(source: RowSource, viewRows: number, delta: number) => {
			go(scrollBy(source, newest.current, viewRows, delta));
		},
		[go],
	);
	const toTop = useCallback(
		(source: RowSource, viewRows: number) => {
			go(scrollToTop(source, newest.current, viewRows));
		},
		[go],
	);
	const to = useCallback(
		(source: RowSource, viewRows: number, index: number) => {
			go(scrollTo(source, newest.current, viewRows, index));
		},
		[go],
	);
	const toBottom = useCallback(() => {
		go(undefined);
	}, [go]);
	const isScrolled = useCallback(() => newest.current !== undefined, []);
	const isAtBottom = useCallback(() => newest.current === undefined, []);
	return {scroll, by, toTop, toBottom, to, isScrolled, isAtBottom};
};
