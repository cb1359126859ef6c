import {truncate, measureWidth} from '../../text/width.ts';
import type {Tone} from './theme.ts';

/** A piece of a row in one style. Its text is already sanitised and on one line. */
export type Span = {
	readonly text: string;
	readonly tone?: Tone;
};

/** One row of a pane, no wider than the pane. */
export type Row = readonly Span[];

// Ink gives an empty text no height.
export const blankRow: Row = [{text: ' '}];

export const measureRow = (row: Row): number => row.reduce((sum, {text}) => sum + measureWidth(text), 0);

/** The row in at most so many columns, ending with … where something was cut. */
export const cutRow = (row: Row, columns: number): Row => {
	if (measureRow(row) <= columns) {
		return row;
	}

	const kept: Span[] = [];
	let left = columns;
	for (const span of row) {
		const columnsOfSpan = measureWidth(span.text);
		if (columnsOfSpan >= left) {
			// One column too many makes the cut show even where the span alone would fit.
			kept.push({...span, text: truncate(columnsOfSpan === left ? `${span.text} ` : span.text, left)});
			break;
		}

		kept.push(span);
		left -= columnsOfSpan;
	}

	return kept;
};

/** `left` at the left and `right` at the right end of exactly so many columns; `right` is kept whole. */
export const spreadRow = (left: Row, right: Row, columns: number): Row => {
	const rightColumns = measureRow(right);
	const cut = cutRow(left, Math.max(0, columns - rightColumns));
	return [...cut, {text: ' '.repeat(Math.max(0, columns - rightColumns - measureRow(cut)))}, ...right];
};
