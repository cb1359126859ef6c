import {useCallback, useMemo, useRef, useState} from 'react';
import {
	findAnchorIndex,
	holdScroll,
	keepItem,
	scrollBy,
	scrollIntoView,
	scrollTo,
	scrollToEndAt,
	scrollToTop,
	type RowSource,
	type Scroll,
} from './scroll.ts';

export type Scroller = {
	readonly scroll: Scroll;
	/** Returns the position, even before the next render. */
	readonly current: () => Scroll;
	/** Scrolls by `delta` rows, but down only until the item at `barrier` is the last in view. */
	readonly by: (source: RowSource, viewRows: number, delta: number, barrier?: number) => void;
	readonly toTop: (source: RowSource, viewRows: number) => void;
	readonly toBottom: (source?: RowSource) => void;
	/** Scrolls an item, or one of its rows, into the middle. */
	readonly to: (source: RowSource, viewRows: number, index: number, row?: number) => void;
	/** Keeps an item's first row in its place, or brings it to the top, when its rows change. */
	readonly keep: (before: RowSource, after: RowSource, viewRows: number, index: number) => void;
	/** Scrolls as little as shows the items of a range. */
	readonly into: (source: RowSource, viewRows: number, range: readonly [first: number, last: number]) => void;
	/** Holds the view still, even at the bottom: what arrives does not move it until `release`. */
	readonly hold: (source: RowSource) => void;
	/** Follows what arrives again, if the view did so before it was held. */
	readonly release: () => void;
	readonly isHeld: () => boolean;
	/** Current even before the next render. */
	readonly isScrolled: () => boolean;
	readonly isAtBottom: () => boolean;
};

const noRows: RowSource = {length: 0, getKey: String, countRows: () => 1};

/** Holds the position. Several moves in one read add up. */
export const useScroll = (): Scroller => {
	const newest = useRef<Scroll>(undefined);
	/** Whether the view was at the bottom when it was held; undefined while it is not. */
	const wasAtBottom = useRef<boolean>(undefined);
	const [scroll, setScroll] = useState<Scroll>(undefined);
	const actions = useMemo(() => {
		const go = (source: RowSource, next: Scroll) => {
			newest.current = next ?? (wasAtBottom.current === undefined ? undefined : holdScroll(source, undefined));
			setScroll(newest.current);
		};

		return {
			by(source: RowSource, viewRows: number, delta: number, barrier = -1) {
				const {current} = newest;
				const next = scrollBy(source, current, viewRows, delta);
				const isBefore = (findAnchorIndex(source, current) ?? source.length) <= barrier;
				const isBeyond = (next?.index ?? source.length) > barrier;
				go(source, delta > 0 && isBefore && isBeyond ? scrollToEndAt(source, current, barrier) : next);
			},
			toTop(source: RowSource, viewRows: number) {
				go(source, scrollToTop(source, newest.current, viewRows));
			},
			to(source: RowSource, viewRows: number, index: number, row?: number) {
				go(source, scrollTo(source, newest.current, viewRows, {index, row}));
			},
			into(source: RowSource, viewRows: number, range: readonly [first: number, last: number]) {
				go(source, scrollIntoView(source, newest.current, viewRows, range));
			},
			keep(before: RowSource, after: RowSource, viewRows: number, index: number) {
				go(after, keepItem({before, after}, newest.current, viewRows, index));
			},
			toBottom(source: RowSource = noRows) {
				go(source, undefined);
			},
			hold(source: RowSource) {
				wasAtBottom.current ??= newest.current === undefined;
				go(source, holdScroll(source, newest.current));
			},
			release() {
				if (wasAtBottom.current) {
					newest.current = undefined;
					setScroll(undefined);
				}

				wasAtBottom.current = undefined;
			},
		};
	}, []);
	const current = useCallback(() => newest.current, []);
	const isHeld = useCallback(() => wasAtBottom.current !== undefined, []);
	const isScrolled = useCallback(() => newest.current !== undefined, []);
	const isAtBottom = useCallback(() => newest.current === undefined, []);
	return {scroll, ...actions, current, isHeld, isScrolled, isAtBottom};
};
