import {breakRows, wrapRows, type WrappedRow} from '../../../text/wrap.ts';
import {readFenceLine, type Fence} from './fences.ts';

/** Lays a text out in lines: words are wrapped, code is broken at the edge. */

/** A row of text, of code, or the words after an opening fence. */
export type TextLine = WrappedRow & {readonly kind: 'text' | 'code' | 'info'};

/** The bar beside each row of code. */
export const codeBar = '│ ';

/** Too narrow for a bar. */
const minimumColumns = 8;

export const hasBar = (columns: number): boolean => columns >= minimumColumns;

/** A text of fences and spaces alone is shown as it is. */
const wrapWhole = (text: string, columns: number): readonly TextLine[] =>
	wrapRows(text, columns).map(row => ({...row, kind: 'text'}));

/**
Lays out a sanitised text, at least one line. Fences are left out; what follows an opening one
stays.
*/
export const layoutLines = (text: string, columns: number, fence: Fence): readonly TextLine[] => {
	const codeColumns = hasBar(columns) ? columns - codeBar.length : columns;
	const lines: TextLine[] = [];
	let open = fence;
	let start = 0;
	const add = (rows: readonly WrappedRow[], kind: TextLine['kind'], offset: number) => {
		for (const row of rows) {
			lines.push({text: row.text, start: row.start + offset, end: row.end + offset, kind});
		}
	};

	for (const line of text.split('\n')) {
		const {kind, fence: after, info} = readFenceLine(line, open);
		open = after;
		if (kind === 'text') {
			add(wrapRows(line, columns), 'text', start);
		} else if (kind === 'code') {
			add(breakRows(line, codeColumns), 'code', start);
		} else if (info.trim() !== '') {
			add(breakRows(info.trimEnd(), codeColumns), 'info', start + line.length - info.length);
		}

		start += line.length + 1;
	}

	return lines.some(line => line.text.trim() !== '') ? lines : wrapWhole(text, columns);
};
