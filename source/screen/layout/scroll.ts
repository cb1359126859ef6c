/** A list whose items take one or more rows each. Only the items near the view are measured. */
export type RowSource = {
	readonly length: number;
	/** Must stay the same while the list grows. */
	readonly getKey: (index: number) => string;
	/** At least 1. */
	readonly countRows: (index: number) => number;
};

type Place = {
	readonly index: number;
	readonly key: string;
};

/**
A position away from the bottom, anchored to the last visible row, so that arrivals do not move it.
*/
type Anchor = Place & {
	/** The item's row, from 0, that is last in the view. */
	readonly row: number;
	/** The list's length and last key when the view left the bottom. */
	readonly seen: {readonly length: number; readonly last: string};
};

/** `undefined` follows the newest item. */
export type Scroll = Anchor | undefined;

/** Rows `from` up to but not including `to` of one item. */
export type Slice = {
	readonly index: number;
	readonly from: number;
	readonly to: number;
};

type Position = {
	readonly index: number;
	readonly row: number;
};

const createPlace = (source: RowSource, index: number): Place => ({index, key: source.getKey(index)});

/**
The item may have moved because older ones were prepended, or have a new key because a pending
message was acknowledged in its place.
*/
export const findItemIndex = (source: Pick<RowSource, 'length' | 'getKey'>, {index, key}: Place): number => {
	if (index < source.length && source.getKey(index) === key) {
		return index;
	}

	for (let at = source.length - 1; at >= 0; at--) {
		if (source.getKey(at) === key) {
			return at;
		}
	}

	return Math.min(index, source.length - 1);
};

const findLastPosition = (source: RowSource): Position => ({
	index: source.length - 1,
	row: source.countRows(source.length - 1) - 1,
});

const findPosition = (source: RowSource, scroll: Scroll): Position => {
	if (!scroll) {
		return findLastPosition(source);
	}

	const index = findItemIndex(source, scroll);
	return {index, row: Math.min(scroll.row, source.countRows(index) - 1)};
};

/** Moves up by `rows`; `moved` is less if the top was reached. */
const moveUp = (source: RowSource, {index, row}: Position, rows: number): Position & {readonly moved: number} => {
	let left = rows;
	while (left > row && index > 0) {
		left -= row + 1;
		index--;
		row = source.countRows(index) - 1;
	}

	const last = Math.min(left, row);
	return {index, row: row - last, moved: rows - left + last};
};

/** Moves down by `rows`. Returns undefined if that reaches the last row. */
const moveDown = (source: RowSource, {index, row}: Position, rows: number): Position | undefined => {
	let left = rows;
	let below = source.countRows(index) - 1 - row;
	while (left > below) {
		if (index === source.length - 1) {
			return undefined;
		}

		left -= below + 1;
		index++;
		row = 0;
		below = source.countRows(index) - 1;
	}

	return index === source.length - 1 && left === below ? undefined : {index, row: row + left};
};

/** Moves down as far as needed to fill the view. Returns undefined if that is the bottom. */
const fillView = (source: RowSource, position: Position, viewRows: number): Position | undefined => {
	const isShort = moveUp(source, position, viewRows - 1).moved < viewRows - 1;
	return isShort ? moveDown(source, {index: 0, row: 0}, viewRows - 1) : moveDown(source, position, 0);
};

/** Anchors the view. A view that was anchored before keeps its `seen`. */
const createAnchor = (source: RowSource, scroll: Scroll, position: Position | undefined): Scroll =>
	position && {
		...createPlace(source, position.index),
		row: position.row,
		seen: scroll?.seen ?? {length: source.length, last: source.getKey(source.length - 1)},
	};

/** Scrolls by `delta` rows (negative is up), not beyond the first row. */
export const scrollBy = (source: RowSource, scroll: Scroll, viewRows: number, delta: number): Scroll => {
	if (source.length === 0) {
		return undefined;
	}

	const start = findPosition(source, scroll);
	const next = delta > 0 ? moveDown(source, start, delta) : fillView(source, moveUp(source, start, -delta), viewRows);
	return createAnchor(source, scroll, next);
};

/**
Scrolls a row of an item into the middle, if enough rows are above and below. Undefined is the
bottom.
*/
export const scrollTo = (
	source: RowSource,
	scroll: Scroll,
	viewRows: number,
	{index, row = 0}: {readonly index: number; readonly row?: number | undefined},
): Scroll => {
	const below = moveDown(source, {index, row}, Math.floor(viewRows / 2));
	return createAnchor(source, scroll, below && fillView(source, below, viewRows));
};

/**
Scrolls so that an item's first row stays where it was, or comes to the top if it was above, when
its rows, or those of others, become more or fewer: `before` is the list as it was.
*/
export const keepItem = (
	{before, after}: {readonly before: RowSource; readonly after: RowSource},
	scroll: Scroll,
	viewRows: number,
	index: number,
): Scroll => {
	const slices = sliceView(before, scroll, viewRows);
	const place = slices.findIndex(slice => slice.index === index && slice.from === 0);
	const rowsFrom = (start: number) => slices.slice(start).reduce((sum, {from, to}) => sum + to - from, 0);
	const below = place === -1 ? viewRows : rowsFrom(place);
	const last = moveDown(after, {index, row: 0}, Math.max(0, below - 1));
	return createAnchor(after, scroll, last && fillView(after, last, viewRows));
};

/** Returns the index of the last item in view; undefined at the bottom. */
export const findAnchorIndex = (source: RowSource, scroll: Scroll): number | undefined =>
	scroll && findItemIndex(source, scroll);

/** Scrolls so that the item's first row is the last one in view. */
export const scrollToEndAt = (source: RowSource, scroll: Scroll, index: number): Scroll =>
	createAnchor(source, scroll, {index, row: 0});

/** Anchors the view to all of its last item, so that arrivals do not move it. */
export const holdScroll = (source: RowSource, scroll: Scroll): Scroll => {
	if (source.length === 0) {
		return undefined;
	}

	const index = findAnchorIndex(source, scroll) ?? source.length - 1;
	return createAnchor(source, scroll, {index, row: source.countRows(index) - 1});
};

/**
Scrolls as little as shows the items `first` to `last`. Of what is higher than the view, the
beginning is shown.
*/
export const scrollIntoView = (
	source: RowSource,
	scroll: Scroll,
	viewRows: number,
	[first, last]: readonly [first: number, last: number],
): Scroll => {
	const slices = sliceView(source, scroll, viewRows);
	const top = slices[0];
	const bottom = slices.at(-1);
	if (!top || !bottom) {
		return scroll;
	}

	const end = {index: last, row: source.countRows(last) - 1};
	const isAbove = first < top.index || (first === top.index && top.from > 0);
	const isBelow = last > bottom.index || (last === bottom.index && bottom.to <= end.row);
	if (!isAbove && !isBelow) {
		return scroll;
	}

	const start = moveUp(source, end, viewRows - 1);
	const fits = start.index < first || (start.index === first && start.row === 0);
	const fromTop = moveDown(source, {index: first, row: 0}, viewRows - 1) ?? findLastPosition(source);
	return createAnchor(source, scroll, isAbove || !fits ? fromTop : end);
};

/** Scrolls to the first row. Returns undefined if everything fits. */
export const scrollToTop = (source: RowSource, scroll: Scroll, viewRows: number): Scroll =>
	source.length === 0 ? undefined : createAnchor(source, scroll, fillView(source, {index: 0, row: 0}, viewRows));

/** Returns the visible rows, top to bottom. */
export const sliceView = (source: RowSource, scroll: Scroll, viewRows: number): readonly Slice[] => {
	const slices: Slice[] = [];
	if (source.length === 0 || viewRows <= 0) {
		return slices;
	}

	let {index, row} = (scroll && fillView(source, findPosition(source, scroll), viewRows)) ?? findLastPosition(source);
	let left = viewRows;
	while (index >= 0 && left > 0) {
		const from = Math.max(0, row + 1 - left);
		slices.push({index, from, to: row + 1});
		left -= row + 1 - from;
		index--;
		row = index < 0 ? 0 : source.countRows(index) - 1;
	}

	return slices.toReversed();
};

/** Returns how many items arrived since the view left the bottom. */
export const countNewer = (source: RowSource, scroll: Scroll): number => {
	if (!scroll) {
		return 0;
	}

	// Older items may have been loaded meanwhile, before the list and within it.
	for (let index = source.length - 1; index >= 0; index--) {
		if (source.getKey(index) === scroll.seen.last) {
			return source.length - 1 - index;
		}
	}

	// It was a pending message, which has another key since it was acknowledged, or it was dropped.
	return Math.max(0, source.length - scroll.seen.length);
};
