import {sanitizeLine} from '../../text/sanitize.ts';
import {splitGraphemes, measureWidth} from '../../text/width.ts';
import {findCursor, type Draft} from './draft.ts';

/** Lays the draft out in rows for the composer. Pure. Offsets are those of the draft. */

type Cell = {
	readonly shown: string;
	readonly columns: number;
	/** Its offset in the text of the draft. */
	readonly at: number;
	readonly isSpace: boolean;
};

export type DraftRow = {
	readonly cells: readonly Cell[];
	readonly shown: string;
	/** Where the row begins and ends in the text of the draft. */
	readonly start: number;
	readonly end: number;
};

export type DraftLayout = {
	/**
	At least one row, none wider than asked for. The cursor may stand one column after a full row.
	*/
	readonly rows: readonly DraftRow[];
	readonly cursorRow: number;
	readonly cursorColumn: number;
};

export const splitCells = (line: string, start: number): Cell[] => {
	let at = start;
	return splitGraphemes(line).map(grapheme => {
		const shown = sanitizeLine(grapheme);
		const cell = {shown, columns: measureWidth(shown), at, isSpace: grapheme === ' ' || grapheme === '\t'};
		at += grapheme.length;
		return cell;
	});
};

const sumColumns = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + cell.columns, 0);

const createRow = (cells: readonly Cell[], start: number, end: number): DraftRow => ({
	cells,
	shown: cells.map(cell => cell.shown).join(''),
	start,
	end,
});

/** Breaks after a space if the row has one, otherwise anywhere. */
const wrapLine = (line: string, start: number, columns: number): readonly DraftRow[] => {
	const rows: DraftRow[] = [];
	let row: Cell[] = [];
	let used = 0;
	for (const cell of splitCells(line, start)) {
		if (used + cell.columns > columns && row.length > 0) {
			const space = row.findLastIndex(({isSpace}) => isSpace);
			const rest = space === -1 || cell.isSpace ? [] : row.splice(space + 1);
			rows.push(createRow(row, row[0]?.at ?? start, rest[0]?.at ?? cell.at));
			row = rest;
			used = sumColumns(rest);
		}

		row.push(cell);
		used += cell.columns;
	}

	rows.push(createRow(row, row[0]?.at ?? start, start + line.length));
	return rows;
};

export const layoutDraft = (draft: Draft, columns: number): DraftLayout => {
	const rows: DraftRow[] = [];
	let start = 0;
	for (const line of draft.text.split('\n')) {
		rows.push(...wrapLine(line, start, columns));
		start += line.length + 1;
	}

	const cursor = findCursor(draft);
	const cursorRow = Math.max(
		0,
		rows.findLastIndex(row => row.start <= cursor),
	);
	const cells = rows[cursorRow]?.cells ?? [];
	return {rows, cursorRow, cursorColumn: sumColumns(cells.filter(({at}) => at < cursor))};
};

/**
Returns the offset at a row and a column, or at the row's end if the row is shorter. Returns
undefined if there is no such row.
*/
export const findOffset = ({rows}: DraftLayout, at: number, wanted: number): number | undefined => {
	const row = rows[at];
	if (!row) {
		return undefined;
	}

	let column = 0;
	for (const cell of row.cells) {
		if (column + cell.columns > wanted) {
			return cell.at;
		}

		column += cell.columns;
	}

	// The end of a wrapped row is the start of the next one, so stop before its last cell.
	return rows[at + 1]?.start === row.end ? (row.cells.at(-1)?.at ?? row.end) : row.end;
};

/**
Returns the offset one row up (-1) or down (1), in the same column if possible. Returns undefined
beyond the first and the last row.
*/
export const findOffsetByRow = (view: DraftLayout, delta: -1 | 1): number | undefined =>
	findOffset(view, view.cursorRow + delta, view.cursorColumn);

/** Returns the first row to show if `rows` fit. The cursor's row is always shown. */
export const findFirstRow = ({cursorRow}: DraftLayout, rows: number): number => Math.max(0, cursorRow - rows + 1);
