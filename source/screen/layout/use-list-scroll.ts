import {useCallback, useRef, useState} from 'react';
import type {RowSource} from './use-scroll.ts';

/**
Scrolling of a list whose items take one row each. It starts at the top and holds still while the
list grows.
*/

/** A position away from the top, anchored to the first visible item. `undefined` is the top. */
export type ListScroll =
	| {
			readonly index: number;
			readonly key: string;
			/** The list's last item at the time when the view left the top. */
			readonly last: string;
	  }
	| undefined;

type List = Pick<RowSource, 'length' | 'getKey'>;

const findLastTop = ({length}: List, viewRows: number): number => Math.max(0, length - Math.max(1, viewRows));

const findIndex = ({length, getKey}: List, key: string, likely: number): number => {
	if (likely < length && getKey(likely) === key) {
		return likely;
	}

	for (let index = 0; index < length; index++) {
		if (getKey(index) === key) {
			return index;
		}
	}

	return -1;
};

/** Returns the index of the first visible item. */
export const findFirstInView = (list: List, scroll: ListScroll, viewRows: number): number => {
	if (!scroll) {
		return 0;
	}

	const index = findIndex(list, scroll.key, scroll.index);
	return Math.min(index === -1 ? scroll.index : index, findLastTop(list, viewRows));
};

/** Scrolls an item into the first row, or as close to it as the list allows. */
export const scrollListTo = (list: List, scroll: ListScroll, viewRows: number, wanted: number): ListScroll => {
	const index = Math.max(0, Math.min(wanted, findLastTop(list, viewRows)));
	return index === 0 ? undefined : {index, key: list.getKey(index), last: scroll?.last ?? list.getKey(list.length - 1)};
};

/** Returns how many items were appended since the view left the top. */
export const countNewerInList = (list: List, scroll: ListScroll): number => {
	const last = scroll ? findIndex(list, scroll.last, list.length - 1) : -1;
	return last === -1 ? 0 : list.length - 1 - last;
};

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
