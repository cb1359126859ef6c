import {useCallback, useRef, useState} from 'react';
import {
	findAnchorIndex,
	keepItem,
	scrollBy,
	scrollTo,
	scrollToEndAt,
	scrollToTop,
	type RowSource,
	type Scroll,
} from './scroll.ts';

export type Scroller = {
	readonly scroll: Scroll;
	/** Scrolls by `delta` rows, but down only until the item at `barrier` is the last in view. */
	readonly by: (source: RowSource, viewRows: number, delta: number, barrier?: number) => void;
	readonly toTop: (source: RowSource, viewRows: number) => void;
	readonly toBottom: () => void;
	/** Scrolls an item into the middle. */
	readonly to: (source: RowSource, viewRows: number, index: number) => void;
	/** Keeps an item's first row in its place, or brings it to the top, when its rows change. */
	readonly keep: (before: RowSource, after: RowSource, viewRows: number, index: number) => void;
	readonly current: () => Scroll;
	/** Current even before the next render. */
	readonly isScrolled: () => boolean;
	readonly isAtBottom: () => boolean;
};

/** Holds the position. Several moves in one read add up. */
export const useScroll = (): Scroller => {
	const newest = useRef<Scroll>(undefined);
	const [scroll, setScroll] = useState<Scroll>(undefined);
	const go = useCallback((next: Scroll) => {
		newest.current = next;
		setScroll(next);
	}, []);
	const by = useCallback(
		(source: RowSource, viewRows: number, delta: number, barrier = -1) => {
			const {current} = newest;
			const next = scrollBy(source, current, viewRows, delta);
			const isBefore = (findAnchorIndex(source, current) ?? source.length) <= barrier;
			const isBeyond = (next?.index ?? source.length) > barrier;
			go(delta > 0 && isBefore && isBeyond ? scrollToEndAt(source, current, barrier) : next);
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
	const keep = useCallback(
		(before: RowSource, after: RowSource, viewRows: number, index: number) => {
			go(keepItem({before, after}, newest.current, viewRows, index));
		},
		[go],
	);
	const current = useCallback(() => newest.current, []);
	const toBottom = useCallback(() => {
		go(undefined);
	}, [go]);
	const isScrolled = useCallback(() => newest.current !== undefined, []);
	const isAtBottom = useCallback(() => newest.current === undefined, []);
	return {scroll, by, toTop, toBottom, to, keep, current, isScrolled, isAtBottom};
};
