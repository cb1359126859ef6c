/**
The draft, and what each editing key does to it. Pure. All offsets are in UTF-16 code units, as in
strings.
*/
import type {DraftAction} from '../terminal/edit-actions.ts';

export type Draft = {
	readonly text: string;
	/**
	Where the next character is inserted. It can be inside a grapheme when what was typed joins with
	what follows it, such as half an emoji in front of another. `findCursor` returns the offset to
	show and to move from.
	*/
	readonly at: number;
	/** Set if the slashes at the start were pasted: they are sent, unless a command follows. */
	readonly hasPastedSlashes?: boolean;
};

export const emptyDraft: Draft = {text: '', at: 0};

// Created on first use, because that takes 6 ms.
let graphemes: Intl.Segmenter | undefined;
let words: Intl.Segmenter | undefined;

const segmentGraphemes = (text: string): Intl.Segments => {
	graphemes ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
	return graphemes.segment(text);
};

const segmentWords = (text: string): Intl.Segments => {
	words ??= new Intl.Segmenter(undefined, {granularity: 'word'});
	return words.segment(text);
};

// Control characters except line feed, tab and the form feed of source files; lone surrogates.
const unprintable = /(?![\n\t\f])\p{Cc}|\p{Cs}/gu;

/**
Returns the end of the grapheme around `offset`, or `offset` itself if a grapheme begins there.
*/
const snapToGrapheme = (text: string, offset: number): number => {
	if (offset <= 0 || offset >= text.length) {
		return Math.min(offset, text.length);
	}

	const segment = segmentGraphemes(text).containing(offset);
	return !segment || segment.index === offset ? Math.min(offset, text.length) : segment.index + segment.segment.length;
};

/** Returns the offset of the cursor, which is never inside a grapheme. */
export const findCursor = ({text, at}: Draft): number => snapToGrapheme(text, at);

const findGraphemeBefore = (text: string, offset: number): number =>
	offset === 0 ? 0 : (segmentGraphemes(text).containing(offset - 1)?.index ?? 0);

const findGraphemeAfter = (text: string, offset: number): number =>
	snapToGrapheme(text, Math.min(offset + 1, text.length));

const findWordStart = (text: string, offset: number): number => {
	let start = 0;
	for (const {index, isWordLike} of segmentWords(text)) {
		if (index >= offset) {
			break;
		}

		if (isWordLike) {
			start = index;
		}
	}

	return start;
};

const findWordEnd = (text: string, offset: number): number => {
	for (const {index, segment, isWordLike} of segmentWords(text)) {
		if (isWordLike && index + segment.length > offset) {
			return index + segment.length;
		}
	}

	return text.length;
};

const findLineStart = (text: string, offset: number): number =>
	offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;

const findLineEnd = (text: string, offset: number): number => {
	const end = text.indexOf('\n', offset);
	return end === -1 ? text.length : end;
};

const cut = (text: string, from: number, to: number): Draft => ({text: text.slice(0, from) + text.slice(to), at: from});

const keepPrintable = (text: string): string => text.replaceAll(/\r\n?/g, '\n').replaceAll(unprintable, '');

const insert = ({text, at}: Draft, added: string): Draft => {
	const printable = keepPrintable(added);
	return {text: text.slice(0, at) + printable + text.slice(at), at: at + printable.length};
};

/**
Swaps the graphemes before and after the cursor and moves past them. At the end of a line, swaps the
two before the cursor.
*/
const transpose = (text: string, cursor: number): Draft => {
	const right = cursor === findLineEnd(text, cursor) ? findGraphemeBefore(text, cursor) : cursor;
	const start = findGraphemeBefore(text, right);
	const end = findGraphemeAfter(text, right);
	if (right <= findLineStart(text, cursor) || start === right || end === right) {
		return {text, at: cursor};
	}

	return {text: text.slice(0, start) + text.slice(right, end) + text.slice(start, right) + text.slice(end), at: end};
};

export const reduceDraft = (draft: Draft, action: DraftAction): Draft => {
	const {text} = draft;
	const cursor = findCursor(draft);
	switch (action.type) {
		case 'insert': {
			return insert(draft, action.text.replaceAll('\f', ''));
		}

		case 'paste': {
			return insert(draft, action.text);
		}

		case 'newline': {
			return insert(draft, '\n');
		}

		case 'left': {
			return {text, at: findGraphemeBefore(text, cursor)};
		}

		case 'right': {
			return {text, at: findGraphemeAfter(text, cursor)};
		}

		case 'word-left': {
			return {text, at: snapToGrapheme(text, findWordStart(text, cursor))};
		}

		case 'word-right': {
			return {text, at: snapToGrapheme(text, findWordEnd(text, cursor))};
		}

		case 'home': {
			return {text, at: findLineStart(text, cursor)};
		}

		case 'end': {
			return {text, at: findLineEnd(text, cursor)};
		}

		case 'move-to': {
			return {text, at: snapToGrapheme(text, Math.max(0, action.offset))};
		}

		case 'delete-left': {
			return cut(text, findGraphemeBefore(text, cursor), cursor);
		}

		case 'delete-right': {
			return cut(text, cursor, findGraphemeAfter(text, cursor));
		}

		case 'delete-word-left': {
			return cut(text, findWordStart(text, cursor), cursor);
		}

		case 'delete-word-right': {
			return cut(text, cursor, findWordEnd(text, cursor));
		}

		case 'delete-to-start': {
			const start = findLineStart(text, cursor);
			return cut(text, start === cursor ? findGraphemeBefore(text, cursor) : start, cursor);
		}

		case 'delete-to-end': {
			const end = findLineEnd(text, cursor);
			return cut(text, cursor, end === cursor ? findGraphemeAfter(text, cursor) : end);
		}

		case 'transpose': {
			return transpose(text, cursor);
		}

		case 'replace': {
			const replaced = keepPrintable(action.text);
			return {text: replaced, at: snapToGrapheme(replaced, action.at)};
		}

		case 'clear': {
			return emptyDraft;
		}
	}
};
