/** Wraps text into the rows of a pane. */

import {splitCells, measureCell} from './width.ts';

/** One row, and its place in the text, from `start` up to but not including `end`. */
export type WrappedRow = {
	/** As in the text, except that `?` stands for a grapheme wider than a row. */
	readonly text: string;
	readonly start: number;
	readonly end: number;
};

type Word = {
	/** The spaces before the word. If 0, a row may still end before the word. */
	readonly gap: number;
	/** The word's place in its line. */
	readonly start: number;
	readonly cells: readonly string[];
	readonly columns: number;
};

// Chinese and Japanese use no spaces: a row may end before or after each of these characters…
const ideograph = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3001-\u303F\uFF01-\uFF60]/u;
// …but not before a `trailing` character, nor after a `leading` one.
const trailing = /^[\p{Pe}\p{Pf}\p{Po}\p{Lm}]/u;
const leading = /^[\p{Ps}\p{Pi}]/u;
const narrow = /^[ -~]*$/;
const joint = /^[_/-]$/;

/**
Word-wraps sanitised text into rows of at most `columns` columns. Returns at least one row, and one
for each empty line. Spaces at a row break are dropped; indentation is kept. A word longer than a
row is cut after `_`, `-` or `/` where it has them, and else between graphemes; an address is always
cut at the end of the row. A grapheme wider than a row becomes `?`.
*/
export function wrap(text: string, columns: number): string[] {
	return wrapRows(text, columns).map(row => row.text);
}

/** Wraps as `wrap` does, and returns where in the text each row is. */
export function wrapRows(text: string, columns: number): WrappedRow[] {
	const limit = Math.max(1, columns);
	const rows: WrappedRow[] = [];
	let start = 0;
	for (const line of text.split('\n')) {
		for (const row of wrapLine(line, limit)) {
			rows.push({text: row.text, start: start + row.start, end: start + row.end});
		}

		start += line.length + 1;
	}

	return rows;
}

/**
Breaks a sanitised line without line ends at the last column, wherever that is, and drops nothing.
Returns at least one row.
*/
export function breakRows(line: string, columns: number): WrappedRow[] {
	const limit = Math.max(1, columns);
	const rows: WrappedRow[] = [];
	let row = '';
	let used = 0;
	let start = 0;
	let end = 0;
	for (const cell of line.length <= limit && narrow.test(line) ? [] : splitCells(line)) {
		const cellColumns = measureCell(cell);
		const fits = cellColumns <= limit;
		const taken = fits ? cellColumns : 1;
		if (used + taken > limit) {
			rows.push({text: row, start, end});
			row = '';
			used = 0;
			start = end;
		}

		row += fits ? cell : '?';
		used += taken;
		end += cell.length;
	}

	rows.push(end === 0 ? {text: line, start: 0, end: line.length} : {text: row, start, end});
	return rows;
}

function wrapLine(line: string, limit: number): WrappedRow[] {
	const whole: WrappedRow[] = [{text: line, start: 0, end: line.length}];
	if (line.length <= limit && narrow.test(line)) {
		return whole;
	}

	const parts = splitCells(line);
	if (measureCells(parts) <= limit) {
		return whole;
	}

	const rows: WrappedRow[] = [];
	let row = '';
	let used = 0;
	let start = 0;
	let end = 0;
	const endRow = (next: number) => {
		rows.push({text: row, start, end});
		row = '';
		used = 0;
		start = next;
		end = next;
	};

	for (const [index, word] of splitWords(parts, limit).entries()) {
		const gap = index === 0 ? measureIndentation(word, limit) : word.gap;
		if (index === 0) {
			start = word.start - gap;
			end = start;
		}

		if (index === 0 || used + gap + word.columns <= limit) {
			row += ' '.repeat(gap);
			used += gap;
			end += gap;
		} else {
			endRow(word.start);
		}

		for (const cell of word.cells) {
			const cellColumns = measureCell(cell);
			const fits = cellColumns <= limit;
			const taken = fits ? cellColumns : 1;
			if (used + taken > limit) {
				endRow(end);
			}

			row += fits ? cell : '?';
			used += taken;
			end += cell.length;
		}
	}

	rows.push({text: row, start, end});
	return rows;
}

/** Returns how much of the indentation to keep, so that the first word is not cut because of it. */
function measureIndentation({gap, columns}: Word, limit: number): number {
	if (columns <= limit) {
		return Math.min(gap, limit - columns);
	}

	return gap < limit ? gap : 0;
}

function splitWords(parts: readonly string[], limit: number): Word[] {
	const list: Word[] = [];
	let start = 0;
	let offset = 0;
	while (start < parts.length) {
		let wordStart = start;
		while (parts[wordStart] === ' ') {
			wordStart++;
		}

		let end = wordStart;
		while (end < parts.length && parts[end] !== ' ') {
			end++;
		}

		offset += wordStart - start;
		if (end > wordStart) {
			const word = parts.slice(wordStart, end);
			for (const piece of breakWord(word, {gap: wordStart - start, start: offset}, limit)) {
				list.push(piece);
			}

			offset += word.join('').length;
		}

		start = end;
	}

	return list;
}

/**
Splits a word wherever a row may end inside it: beside ideographs, and after a joint if it is wider
than a row; but never in a URL.
*/
function breakWord(
	parts: readonly string[],
	{gap, start}: {readonly gap: number; readonly start: number},
	limit: number,
): Word[] {
	const pieces: string[][] = [];
	let piece: string[] = [];
	const isAddress = parts.join('').includes('://');
	const isLong = measureCells(parts) > limit;
	for (const [index, cell] of parts.entries()) {
		const before = parts[index - 1];
		if (before !== undefined && !isAddress && (canBreakBetween(before, cell) || (isLong && isJoint(before, cell)))) {
			pieces.push(piece);
			piece = [];
		}

		piece.push(cell);
	}

	pieces.push(piece);
	let offset = start;
	return pieces.map((list, index) => {
		const word = {
			gap: index === 0 ? gap : 0,
			start: offset,
			cells: list,
			columns: measureCells(list),
		};
		offset += list.join('').length;
		return word;
	});
}

function measureCells(cells: readonly string[]): number {
	return cells.reduce((sum, cell) => sum + measureCell(cell), 0);
}

/** Returns true after the last of the characters that join the parts of a long name. */
function isJoint(before: string, after: string): boolean {
	return joint.test(before) && !joint.test(after);
}

function canBreakBetween(before: string, after: string): boolean {
	if (narrow.test(before) && narrow.test(after)) {
		return false;
	}

	return (ideograph.test(before) || ideograph.test(after)) && !leading.test(before) && !trailing.test(after);
}
