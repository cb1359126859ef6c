import {truncate, measureWidth} from '../../text/width.ts';
import type {Tone} from './theme.ts';

/** A piece of a row in one style. The text is sanitised and has no line break. */
export type Span = {
	readonly text: string;
	readonly tone?: Tone;
	/** The address that a click on the text opens. */
	readonly link?: string;
};

/** One line of spans, no wider than its pane. */
export type Row = readonly Span[];

// Ink renders an empty text with no height.
export const blankRow: Row = [{text: ' '}];

export const measureRow = (row: Row): number => row.reduce((sum, {text}) => sum + measureWidth(text), 0);

/** Cuts a row to at most `columns`, ending it with `…` if anything was cut. */
export const cutRow = (row: Row, columns: number): Row => {
	if (measureRow(row) <= columns) {
		return row;
	}

	const kept: Span[] = [];
	let left = columns;
	for (const span of row) {
		const columnsOfSpan = measureWidth(span.text);
		if (columnsOfSpan >= left) {
			// An extra column makes `truncate` add the … even if this span alone would fit.
			kept.push({...span, text: truncate(columnsOfSpan === left ? `${span.text} ` : span.text, left)});
			break;
		}

		kept.push(span);
		left -= columnsOfSpan;
	}

	return kept;
};

/** Fills exactly `columns` with `left` at the left end and `right`, never cut, at the right end. */
export const spreadRow = (left: Row, right: Row, columns: number): Row => {
	const rightColumns = measureRow(right);
	const cut = cutRow(left, Math.max(0, columns - rightColumns));
	return [...cut, {text: ' '.repeat(Math.max(0, columns - rightColumns - measureRow(cut)))}, ...right];
};

/** Returns a row of what is selected, with a mark in its first column. Rules stay as they are. */
export const markRow = (row: Row, columns: number): Row => {
	const [first, ...rest] = row;
	const text = first?.text ?? '';
	if (text.startsWith('─')) {
		return row;
	}

	return text.startsWith(' ')
		? [{text: '›', tone: 'header'}, ...(text === ' ' ? [] : [{...first, text: text.slice(1)}]), ...rest]
		: cutRow([{text: '›', tone: 'header'}, ...row], columns);
};
