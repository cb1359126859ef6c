import {useCallback, useRef, useState} from 'react';
import {scrollBy, scrollTo, scrollToTop, type RowSource, type Scroll} from './scroll.ts';

export type Scroller = {
	readonly scroll: Scroll;
	readonly by: (source: RowSource, viewRows: number, delta: number) => void;
	readonly toTop: (source: RowSource, viewRows: number) => void;
	readonly toBottom: () => void;
	/** Scrolls an item into the middle. */
	readonly to: (source: RowSource, viewRows: number, index: number) => void;
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
