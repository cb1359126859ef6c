/** The size of a frame. Pure. */

export type WindowSize = {readonly columns: number; readonly rows: number};

/**
The largest frame. A frame has a cell for each place, and a terminal may claim 65,535 rows and
columns; on real windows the largest screens show about half of this in a small font.
*/
const maximum: WindowSize = {columns: 1000, rows: 300};

/** Returns the first that is a number of rows or columns. */
const pickSize = (...candidates: ReadonlyArray<number | string | undefined>): number | undefined =>
	candidates.map(Number).find(size => Number.isInteger(size) && size > 0);

/**
Returns the size to draw. A terminal that does not know its size, as a serial line, reports 0 rows
and columns: then LINES and COLUMNS count, or 24 and 80.
*/
export const limitSize = (
	{columns, rows}: Readonly<Partial<Record<keyof WindowSize, number | undefined>>>,
	{COLUMNS, LINES}: Readonly<Record<string, string | undefined>>,
): WindowSize => ({
	columns: Math.min(maximum.columns, pickSize(columns, COLUMNS) ?? 80),
	rows: Math.min(maximum.rows, pickSize(rows, LINES) ?? 24),
});
