import {splitCells} from './draft-layout.ts';
import {findCursor, type Draft} from './draft.ts';

/** Lays out a field of one row. Pure. */

export type FieldLayout = {
	/** The part of the text that fits, sanitised. */
	readonly shown: string;
	readonly cursorColumn: number;
};

/**
Returns the part of a one-line draft that fits into `columns`, the column after the text included.
The start is shown as long as the cursor fits beside it.
*/
export const layoutField = (draft: Draft, columns: number): FieldLayout => {
	const cells = splitCells(draft.text, 0);
	const cursor = findCursor(draft);
	const before = cells.filter(({at}) => at < cursor);
	let cursorColumn = before.reduce((sum, cell) => sum + cell.columns, 0);
	let first = 0;
	while (first < before.length && cursorColumn > columns - 1) {
		cursorColumn -= before[first]?.columns ?? 0;
		first++;
	}

	let shown = '';
	let used = 0;
	for (const cell of cells.slice(first)) {
		used += cell.columns;
		if (used > columns) {
			break;
		}

		shown += cell.shown;
	}

	return {shown, cursorColumn};
};
