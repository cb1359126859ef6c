/** Searches text as a reader sees it: without regard to case, form, and what is invisible. */

import {sanitize} from './sanitize.ts';
import {splitCells} from './width.ts';

/** From `start` up to but not including `end`, in UTF-16 code units of the text as it was given. */
export type TextRange = {readonly start: number; readonly end: number};

/** A text made comparable. */
type FoldedText = {
	readonly text: string;
	/** For each code unit of `text`, the range of the original that it comes from. */
	readonly ranges: readonly TextRange[];
};

const ascii = /^[ -~]*$/;
const spaces = /[\s\u2800]+/y;
const ignorable = /\p{Default_Ignorable_Code_Point}+/gu;

/*
What is normalised as one: a syllable of Korean jamo, or a character with its marks. The number of
marks is bounded because normalising a long run takes quadratic time.
*/
const mark = String.raw`[\p{M}\uFF9E\uFF9F\p{Default_Ignorable_Code_Point}]`;
const unit = new RegExp(
	String.raw`(?:[\u1100-\u115F\uA960-\uA97C]+[\u1160-\u11A7\uD7B0-\uD7C6]*[\u11A8-\u11FF\uD7CB-\uD7FB]*|[\uAC00-\uD7A3][\u11A8-\u11FF]?|[^])${mark}{0,32}`,
	'uy',
);

/** Vowel signs and lengthening, which are seldom written: Hebrew points, Arabic marks, tatweel. */
const optionalMarks = /(?=[\u0591-\u05C7\u0610-\u06ED])[\p{Mn}\u0640]/gu;

/** Signs that one types in one way, and that programs replace with others. */
const typedForms: ReadonlyArray<readonly [RegExp, string]> = [
	[/[\u2018-\u201B\u02BC\u2032\u00B4`]/g, "'"],
	[/[\u201C-\u201F\u2033]/g, '"'],
	[/[\u2010-\u2015\u2212]/g, '-'],
];

/** Splits a text into what is compared as one. White space of any length counts as one space. */
function* splitUnits(text: string): Generator<TextRange & {readonly folded: string}> {
	let start = 0;
	while (start < text.length) {
		spaces.lastIndex = start;
		if (spaces.test(text)) {
			yield {start, end: spaces.lastIndex, folded: ' '};
			start = spaces.lastIndex;
			continue;
		}

		unit.lastIndex = start;
		const end = unit.test(text) ? unit.lastIndex : start + 1;
		yield {start, end, folded: foldUnit(text.slice(start, end))};
		start = end;
	}
}

const hasTypedForms = /[\u00B4\u02BC\u2010-\u2015\u2018-\u201F\u2032\u2033\u2212`]/;

function replaceTypedForms(text: string): string {
	if (!hasTypedForms.test(text)) {
		return text;
	}

	let replaced = text;
	for (const [written, typed] of typedForms) {
		replaced = replaced.replaceAll(written, typed);
	}

	return replaced;
}

/** Folded units, of which a language has a few thousand. */
const foldedUnits = new Map<string, string>();
const maximumFoldedUnits = 8192;
/** The maximum length of a unit that is kept, in UTF-16 code units. */
const maximumKeptUnit = 4;

/** Folds a unit, once for as long as it is kept: normalising is slow. */
function foldUnit(raw: string): string {
	const known = foldedUnits.get(raw);
	if (known !== undefined) {
		return known;
	}

	const folded = foldNewUnit(raw);
	if (raw.length <= maximumKeptUnit) {
		if (foldedUnits.size >= maximumFoldedUnits) {
			foldedUnits.clear();
		}

		foldedUnits.set(raw, folded);
	}

	return folded;
}

function foldNewUnit(raw: string): string {
	const typed = replaceTypedForms(raw.replaceAll(ignorable, ''));
	const folded = typed.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
	return replaceTypedForms(
		folded
			// The dot of a Turkish capital İ.
			.replaceAll('i\u0307', 'i')
			.replaceAll(optionalMarks, '')
			// An accent that stands alone is a space with a mark, which would join what precedes.
			.replaceAll(/ \p{M}+/gu, '')
			.trim(),
	);
}

function foldText(text: string): FoldedText {
	let folded = '';
	const ranges: TextRange[] = [];
	for (const {start, end, folded: piece} of splitUnits(text)) {
		// A space on both sides of something invisible is one space.
		if (piece === ' ' && folded.endsWith(' ')) {
			continue;
		}

		folded += piece;
		ranges.push(...Array.from({length: piece.length}, () => ({start, end})));
	}

	return {text: folded, ranges};
}

/** Returns a text in the form in which texts are compared. */
export function foldForSearch(text: string): string {
	if (ascii.test(text)) {
		return foldAscii(text);
	}

	let folded = '';
	for (const {folded: piece} of splitUnits(text)) {
		folded += piece === ' ' && folded.endsWith(' ') ? '' : piece;
	}

	return folded;
}

function foldAscii(text: string): string {
	return text.toLowerCase().replaceAll('`', "'").replaceAll(/ {2,}/g, ' ');
}

/** Widens ranges to whole cells: a part of an emoji has another width than the whole. */
function findCells(text: string): Record<'findStart' | 'findEnd', (place: number) => number> {
	if (ascii.test(text)) {
		return {findStart: place => place, findEnd: place => place};
	}

	/** For each code unit, the cell that it is in. */
	const cells: TextRange[] = [];
	let start = 0;
	for (const cell of splitCells(text)) {
		const range = {start, end: start + cell.length};
		cells.push(...Array.from({length: cell.length}, () => range));
		start = range.end;
	}

	return {
		findStart: place => cells[place]?.start ?? place,
		findEnd: place => cells[place - 1]?.end ?? place,
	};
}

/** Returns every place, from left to right, where a text contains what is searched for. */
export function findMatches(text: string, wanted: string): readonly TextRange[] {
	const query = foldForSearch(wanted).trim();
	if (query === '' || !foldForSearch(text).includes(query)) {
		return [];
	}

	const {text: folded, ranges} = foldText(text);
	const cells = findCells(text);
	const matches: TextRange[] = [];
	let done = 0;
	for (let at = folded.indexOf(query); at !== -1; at = folded.indexOf(query, at + query.length)) {
		const start = cells.findStart(ranges[at]?.start ?? 0);
		const end = cells.findEnd(ranges[at + query.length - 1]?.end ?? text.length);
		// Two matches may lie in one ligature or one emoji.
		if (start >= done) {
			matches.push({start, end});
			done = end;
		}
	}

	return matches;
}

/** `wanted`: as `foldForSearch` returns it, trimmed. */
export const isFound = ({from, text}: {readonly from: string; readonly text: string}, wanted: string): boolean =>
	[from, text].some(each => foldForSearch(sanitize(each)).includes(wanted));
