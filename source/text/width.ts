/**
Measures text in terminal columns, and cuts and pads it to a width.
*/

import stringWidth from 'string-width';
import {splitSegments} from './segments.ts';

const ascii = /^[\n\u0020-\u007E]*$/;
const printableAscii = /^[\u0020-\u007E]*$/;
/** Created on first use: creating it takes 6 ms, and ASCII text needs none. */
let segmenter: Intl.Segmenter | undefined;

/*
Characters that never form one grapheme with each other: most characters of Latin, Greek, Cyrillic,
Hebrew, Arabic, Chinese, Japanese and Korean text. The segmenter takes about 1.5 µs per character,
so it is used only for the text between runs of these.
*/
const simple = [
	' -~',
	String.raw`\u00C0-\u02AF\u0370-\u0482\u048A-\u052F\u1E00-\u1FFF`,
	String.raw`\u05D0-\u05EA\u0620-\u064A`,
	String.raw`\u2010-\u2027\u2400-\u2426\uFFFD`,
	String.raw`\u3001-\u3029\u3041-\u3096\u309B-\u30FF\uFF01-\uFF9D`,
	String.raw`\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7A3`,
];
const simpleRuns = new RegExp(`[${simple.join('')}]{2,}`, 'g');

/*
A grapheme cluster of any length (a chain of conjuncts, jamo or prepended letters) is measured as
one or two columns, although the terminal draws each letter. No script needs more than five letters
in a cluster; a longer one is split into its letters.
*/
const overgrownPattern =
	/(?:[^\p{M}\p{Emoji_Modifier}\u{E0030}-\u{E007F}\u200C\u200D][\p{M}\p{Emoji_Modifier}\u{E0030}-\u{E007F}\u200C\u200D]*){6}/u;
const letterPattern =
	/[^\p{M}\u{E0030}-\u{E007F}\u200C\u200D]?[\p{M}\u{E0030}-\u{E007F}\u200C\u200D]{1,64}|[^\p{M}\u{E0030}-\u{E007F}\u200C\u200D]/gu;

const longestCached = 16;
const mostCached = 4096;
const widths = new Map<string, number>();

/** Returns the width of sanitised text, in terminal columns. A line feed takes none. */
export function measureWidth(text: string): number {
	if (printableAscii.test(text)) {
		return text.length;
	}

	let columns = 0;
	for (const cell of splitCells(text)) {
		columns += measureCell(cell);
	}

	return columns;
}

/** Splits a text into its graphemes (user-perceived characters). */
export function splitGraphemes(text: string): string[] {
	if (ascii.test(text)) {
		return [...text];
	}

	const list: string[] = [];
	let done = 0;
	for (const {0: run, index} of text.matchAll(simpleRuns)) {
		const end = index + run.length;
		// The first and the last character of a run may combine with their neighbours outside it.
		const first = index === 0 ? 0 : index + 1;
		const last = end === text.length ? end : end - 1;
		pushSegments(list, text.slice(done, first));
		for (let at = first; at < last; at++) {
			list.push(text.charAt(at));
		}

		done = last;
	}

	pushSegments(list, text.slice(done));
	return list;
}

/**
Returns the start of the grapheme that contains an index. Takes time proportional to the length of
the text.
*/
export function findGraphemeStart(text: string, index: number): number {
	return getSegmenter().segment(text).containing(index)?.index ?? index;
}

/**
Splits a text into its graphemes, and an overgrown grapheme, which occurs in no language, into
several parts.
*/
export function splitCells(text: string): string[] {
	const list = splitGraphemes(text);
	return list.some(grapheme => needsSplitting(grapheme)) ? list.flatMap(grapheme => splitOvergrown(grapheme)) : list;
}

/** Returns the longest start of a text that fits into `columns` without cutting a cell. */
export function cut(text: string, columns: number): string {
	if (printableAscii.test(text)) {
		return text.slice(0, Math.max(0, columns));
	}

	let kept = '';
	let used = 0;
	for (const cell of splitCells(text)) {
		used += measureCell(cell);
		if (used > columns) {
			break;
		}

		kept += cell;
	}

	return kept;
}

/** Cuts a text to at most `columns`, ending in `…` if it was cut. Empty for 0 columns. */
export function truncate(text: string, columns: number): string {
	if (columns <= 0) {
		return '';
	}

	return measureWidth(text) <= columns ? text : cut(text, columns - 1) + '…';
}

/** Truncates a text to `columns`, or fills it with spaces on the right, to exactly that width. */
export function pad(text: string, columns: number): string {
	const shown = truncate(text, columns);
	return shown + ' '.repeat(Math.max(0, columns - measureWidth(shown)));
}

/** Returns the width of one cell or grapheme, in columns. */
export function measureCell(cell: string): number {
	if (cell.length > longestCached) {
		return stringWidth(cell);
	}

	const known = widths.get(cell);
	if (known !== undefined) {
		return known;
	}

	if (widths.size >= mostCached) {
		widths.clear();
	}

	const columns = stringWidth(cell);
	widths.set(cell, columns);
	return columns;
}

function pushSegments(list: string[], text: string): void {
	if (text === '') {
		return;
	}

	for (const {segment} of splitSegments(getSegmenter(), text)) {
		list.push(segment);
	}
}

function needsSplitting(grapheme: string): boolean {
	return grapheme.length > 1 && (grapheme.includes(' ', 1) || overgrownPattern.test(grapheme));
}

function splitOvergrown(grapheme: string): readonly string[] {
	// Unicode puts a space after a prepended letter into its cluster. Split it off again.
	const space = grapheme.indexOf(' ', 1);
	if (space > 0) {
		return [...splitOvergrown(grapheme.slice(0, space)), grapheme.slice(space)];
	}

	return overgrownPattern.test(grapheme) ? (grapheme.match(letterPattern) ?? []) : [grapheme];
}

function getSegmenter(): Intl.Segmenter {
	segmenter ??= new Intl.Segmenter('en', {granularity: 'grapheme'});
	return segmenter;
}
