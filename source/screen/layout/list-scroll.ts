import type {RowSource} from './scroll.ts';

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

export type List = Pick<RowSource, 'length' | 'getKey'>;

export const findLastTop = ({length}: List, viewRows: number): number => Math.max(0, length - Math.max(1, viewRows));

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
