import type {Slice} from '../layout/scroll.ts';
import type {MessageSource} from './message-source.ts';

/**
Returns the rows of a view with the keys of their items. `namesFirst`: the first item names its
author even if it continues another one, which needs as many rows.
*/
export const listSlicedRows = (source: MessageSource, slices: readonly Slice[], namesFirst: boolean) =>
	slices.flatMap(({index, from, to}, place) => {
		const item = source.getKey(index);
		return source
			.getRows(index, namesFirst && place === 0)
			.slice(from, to)
			.map((row, offset) => ({key: `${item} ${from + offset}`, item, row}));
	});
