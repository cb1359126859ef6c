import {useCallback, useRef, useState} from 'react';
import {findFirstInView, findLastTop, scrollListTo, type List, type ListScroll} from './list-scroll.ts';

/** Holds the position. Several moves in one read add up. */
export const useListScroll = () => {
	const newest = useRef<ListScroll>(undefined);
	const [scroll, setScroll] = useState<ListScroll>(undefined);
	const go = useCallback((list: List, viewRows: number, wanted: number) => {
		newest.current = scrollListTo(list, newest.current, viewRows, wanted);
		setScroll(newest.current);
	}, []);
	const by = useCallback(
		(list: List, viewRows: number, delta: number) => {
			go(list, viewRows, findFirstInView(list, newest.current, viewRows) + delta);
		},
		[go],
	);
	const toTop = useCallback(() => {
		newest.current = undefined;
		setScroll(undefined);
	}, []);
	const toBottom = useCallback(
		(list: List, viewRows: number) => {
			go(list, viewRows, list.length);
		},
		[go],
	);
	const isScrolled = useCallback(() => newest.current !== undefined, []);
	const isAtBottom = useCallback(
		(list: List, viewRows: number) => findFirstInView(list, newest.current, viewRows) >= findLastTop(list, viewRows),
		[],
	);
	return {scroll, by, toTop, toBottom, isScrolled, isAtBottom};
};
