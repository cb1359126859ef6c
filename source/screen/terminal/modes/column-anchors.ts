import {measureCell, splitCells} from '../../../text/width.ts';

/**
Keeps each part of a row in its column on terminals that count some characters in another way:
narrow emoji of an older Unicode, flags and families drawn one by one, letters of Indic scripts,
ambiguous characters that are wide. Such a character may shift what follows it only up to the next
place where the column is set anew: right after an emoji, at the line between two panes, and after
a gap. Setting the column also clears the rest of the row, so that nothing of an earlier or a wider
text stays there.
*/

/** Characters of one width everywhere, besides the frame's own. */
const certain =
	/^[ -~\u2500\u2502\u2534\u3001\u3002\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF\uAC00-\uD7A3\uFF01-\uFF5E]*$/u;
const anyUncertain =
	/[^\0-~\u2500\u2502\u2534\u3001\u3002\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF\uAC00-\uD7A3\uFF01-\uFF5E]/u;
/** A pictograph, alone or in a sequence. What terminals disagree on is the cells of this one. */
const pictograph = /\p{Emoji_Presentation}|\p{Emoji_Modifier}|[\u{1F000}-\u{1FAFF}]|\uFE0F|\u20E3/u;
const ascii = /^[ -~]*$/;
/** The line between two panes, as `replaceGlyphs` returns it. */
const borders: ReadonlySet<string> = new Set(['\u2502', '|']);

const tokens = new RegExp(
	[
		String.raw`\u001B\[(?<parameters>[0-?]*)[ -/]*(?<final>[@-~])`,
		String.raw`\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)`,
		String.raw`\u001B[ -Z\\^-~]?`,
		String.raw`[\r\n]`,
		String.raw`[^\u001B\r\n]+`,
	].join('|'),
	'gu',
);

/** The columns from 0; undefined where the cursor's place is unknown. */
type Column = number | undefined;

const moveCursor = (column: Column, parameters: string, final: string): Column => {
	const [first = '', second = ''] = parameters.split(';');
	switch (final) {
		case 'G': {
			return Math.max(1, Number(first)) - 1;
		}

		case 'E':
		case 'F': {
			return 0;
		}

		case 'H':
		case 'f': {
			return Math.max(1, Number(second)) - 1;
		}

		case 'C':
		case 'D':
		case 'u': {
			return undefined;
		}

		default: {
			return column;
		}
	}
};

class RowWriter {
	/** Where the cursor is by this program's own count. */
	column: Column;
	output = '';
	readonly #columns: number;
	/** Since the column was last set, something was written whose width is uncertain. */
	#hasDrifted = false;
	/** The last cell was a pictograph. */
	#isAfterPictograph = false;
	/** The number of spaces before the cursor. */
	#gap = 0;

	constructor(columns: number) {
		this.#columns = columns;
	}

	/** Call when the cursor was moved. */
	moveTo(column: Column) {
		this.column = column;
		this.#hasDrifted = false;
		this.#isAfterPictograph = false;
		this.#gap = 0;
	}

	write(text: string) {
		if (this.column === undefined) {
			this.output += text;
		} else if (ascii.test(text) && !this.#hasDrifted) {
			this.output += text;
			this.column += text.length;
			const gap = / *$/.exec(text)?.[0].length ?? 0;
			this.#gap = gap === text.length ? this.#gap + gap : gap;
		} else {
			this.#writeCells(this.column, text);
		}
	}

	#writeCells(start: number, text: string) {
		let column = start;
		for (const cell of splitCells(text)) {
			if (this.#hasDrifted && column > 0 && column < this.#columns && this.#isAnchor(cell)) {
				this.output += `\u001B[${column + 1}G\u001B[K`;
				this.#hasDrifted = false;
			}

			this.output += cell;
			column += measureCell(cell);
			this.#isAfterPictograph = pictograph.test(cell);
			this.#hasDrifted ||= !certain.test(cell);
			this.#gap = cell === ' ' ? this.#gap + 1 : 0;
		}

		this.column = column;
	}

	/** Returns true if the column is to be set before this cell. */
	#isAnchor(cell: string): boolean {
		return this.#isAfterPictograph || borders.has(cell) || (this.#gap > 1 && cell !== ' ');
	}
}

/** Returns what a program writes to a terminal of this many columns, with the columns set. */
export const anchorColumns = (written: string, columns: number): string => {
	if (!anyUncertain.test(written)) {
		return written;
	}

	const writer = new RowWriter(columns);
	for (const {0: token, groups: {parameters, final} = {}} of written.matchAll(tokens)) {
		if (token === '\r' || token === '\n') {
			writer.output += token;
			writer.moveTo(0);
		} else if (final !== undefined && parameters !== undefined) {
			writer.output += token;
			const column = moveCursor(writer.column, parameters, final);
			if (column !== writer.column || 'EFGHfCDu'.includes(final)) {
				writer.moveTo(column);
			}
		} else if (token.startsWith('\u001B')) {
			writer.output += token;
		} else {
			writer.write(token);
		}
	}

	return writer.output;
};
