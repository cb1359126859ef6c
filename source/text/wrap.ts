/** Breaks a text into the rows of a pane. */

import {splitCells, measureCell} from './width.ts';

type Word = {
	/** Spaces before it. None: it follows the word before, and a row may end between the two. */
	readonly gap: number;
	readonly cells: readonly string[];
	readonly columns: number;
};

// Chinese and Japanese are written without spaces: a row may end beside any of these…
const ideograph = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3001-\u303F\uFF01-\uFF60]/u;
// …except that these stay with the character before, and those with the one after.
const trailing = /^[\p{Pe}\p{Pf}\p{Po}\p{Lm}]/u;
const leading = /^[\p{Ps}\p{Pi}]/u;
const narrow = /^[ -~]*$/;

/**
Word-wraps sanitised text into rows of at most `columns` columns; at least one row, and one for each empty line. Spaces where a
row ends are dropped, indentation is kept. A word longer than a row is cut, never inside a grapheme; a grapheme wider than a
row becomes `?`.
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

/** As much of the first word's indentation as leaves that word whole. */
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

/** One word, or for ideographs each piece that may stand alone on a row. */
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
