/** Wraps text into the rows of a pane. */

import {splitCells, measureCell} from './width.ts';

type Word = {
	/** The spaces before the word. If 0, a row may still end before the word. */
	readonly gap: number;
	readonly cells: readonly string[];
	readonly columns: number;
};

// Chinese and Japanese use no spaces: a row may end before or after each of these characters…
const ideograph = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3001-\u303F\uFF01-\uFF60]/u;
// …but not before a `trailing` character, nor after a `leading` one.
const trailing = /^[\p{Pe}\p{Pf}\p{Po}\p{Lm}]/u;
const leading = /^[\p{Ps}\p{Pi}]/u;
const narrow = /^[ -~]*$/;

/**
Word-wraps sanitised text into rows of at most `columns` columns. Returns at least one row, and one
for each empty line. Spaces at a row break are dropped; indentation is kept. A word longer than a
row is cut between graphemes; a grapheme wider than a row becomes `?`.
*/
export function wrap(text: string, columns: number): string[] {
	const limit = Math.max(1, columns);
	return text.split('\n').flatMap(line => wrapLine(line, limit));
}

function wrapLine(line: string, limit: number): string[] {
	if (line.length <= limit && narrow.test(line)) {
		return [line];
	}

	const parts = splitCells(line);
	if (parts.reduce((sum, cell) => sum + measureCell(cell), 0) <= limit) {
		return [line];
	}

	const rows: string[] = [];
	let row = '';
	let used = 0;
	const endRow = () => {
		rows.push(row);
		row = '';
		used = 0;
	};

	for (const [index, word] of splitWords(parts).entries()) {
		const gap = index === 0 ? measureIndentation(word, limit) : word.gap;
		if (index === 0 || used + gap + word.columns <= limit) {
			row += ' '.repeat(gap);
			used += gap;
		} else {
			endRow();
		}

		for (const cell of word.cells) {
			const cellColumns = measureCell(cell);
			const fits = cellColumns <= limit;
			const taken = fits ? cellColumns : 1;
			if (used + taken > limit) {
				endRow();
			}

			row += fits ? cell : '?';
			used += taken;
		}
	}

	rows.push(row);
	return rows;
}

/** Returns how much of the indentation to keep, so that the first word is not cut because of it. */
function measureIndentation({gap, columns}: Word, limit: number): number {
	if (columns <= limit) {
		return Math.min(gap, limit - columns);
	}

	return gap < limit ? gap : 0;
}

function splitWords(parts: readonly string[]): Word[] {
	const list: Word[] = [];
	let start = 0;
	while (start < parts.length) {
		let wordStart = start;
		while (parts[wordStart] === ' ') {
			wordStart++;
		}

		let end = wordStart;
		while (end < parts.length && parts[end] !== ' ') {
			end++;
		}

		if (end > wordStart) {
			const word = parts.slice(wordStart, end);
			for (const piece of breakWord(word, wordStart - start)) {
				list.push(piece);
			}
		}

		start = end;
	}

	return list;
}

/** Splits a word wherever a row may end inside it: beside ideographs, but never in a URL. */
function breakWord(parts: readonly string[], gap: number): Word[] {
	const pieces: string[][] = [];
	let piece: string[] = [];
	const isAddress = parts.join('').includes('://');
	for (const [index, cell] of parts.entries()) {
		const before = parts[index - 1];
		if (before !== undefined && !isAddress && canBreakBetween(before, cell)) {
			pieces.push(piece);
			piece = [];
		}

		piece.push(cell);
	}

	pieces.push(piece);
	return pieces.map((list, index) => ({
		gap: index === 0 ? gap : 0,
		cells: list,
		columns: list.reduce((sum, cell) => sum + measureCell(cell), 0),
	}));
}

function canBreakBetween(before: string, after: string): boolean {
	if (narrow.test(before) && narrow.test(after)) {
		return false;
	}

	return (ideograph.test(before) || ideograph.test(after)) && !leading.test(before) && !trailing.test(after);
}
