import type {TextRange} from '../../../text/search.ts';

/** Returns a function that returns those of sorted ranges that are in a row; called row by row. */
export const createWindow = <Range extends TextRange>(
	ranges: readonly Range[],
): ((row: TextRange) => readonly Range[]) => {
	let first = 0;
	return ({start, end}) => {
		while ((ranges[first]?.end ?? Infinity) <= start) {
			first++;
		}

		let after = first;
		while ((ranges[after]?.start ?? Infinity) < end) {
			after++;
		}

		return ranges.slice(first, after);
	};
};
