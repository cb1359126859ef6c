import {useCallback, useRef, useState} from 'react';
import type {RowSource} from './use-scroll.ts';

/** A list of items of one row each that is read from its top, and stays where it is while it grows. */

/** Where a view stands that is off the top: held by its first item. `undefined` is the top. */
export type ListScroll =
	| {
			readonly index: number;
			readonly key: string;
			/** The last item when the view was taken off the top. */
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

/** Which item stands in the view's first row. */
export const findFirstInView = (list: List, scroll: ListScroll, viewRows: number): number => {
	if (!scroll) {
		return 0;
	}

	const index = findIndex(list, scroll.key, scroll.index);
	return Math.min(index === -1 ? scroll.index : index, findLastTop(list, viewRows));
};

/** The view with this item in its first row, as far as the list goes. */
export const scrollListTo = (list: List, scroll: ListScroll, viewRows: number, wanted: number): ListScroll => {
	const index = Math.max(0, Math.min(wanted, findLastTop(list, viewRows)));
	return index === 0 ? undefined : {index, key: list.getKey(index), last: scroll?.last ?? list.getKey(list.length - 1)};
};

/** How many items came below since the view was taken off the top. */
export const countNewerInList = (list: List, scroll: ListScroll): number => {
	const last = scroll ? findIndex(list, scroll.last, list.length - 1) : -1;
	return last === -1 ? 0 : list.length - 1 - last;
};

/** A view's place in a list. Several moves in one read each start where the one before ended. */
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
