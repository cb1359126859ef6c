/** Normalises and splits the text of messages for the wire and the log. */

import {findGraphemeStart} from './width.ts';

/** The maximum size of one message's text, in UTF-8 bytes. */
export const maximumTextBytes = 8192;

/** The start of a text that describes an action of its author; the action follows. */
export const actionStart = '/me ';

/**
Formats the author of a message and, if the message is private, its recipient. Names contain no
parentheses, so no name can imitate the result.
*/
export const formatSpeaker = ({from, to}: {readonly from: string; readonly to?: {readonly name: string}}): string =>
	to ? `${from} (private to ${to.name})` : from;

const maximumCharacterBytes = 4;

/** Returns the text as well-formed Unicode in NFC, the form that a frame carries. */
export function cleanText(raw: string): string {
	return raw.toWellFormed().normalize('NFC');
}

/**
Splits a clean text into clean pieces of at most `maximumBytes` UTF-8 bytes; joining them restores
the text. A grapheme is split only if it is larger than a piece. Throws a RangeError if
`maximumBytes` is below 4, the size of the largest character.
*/
export function splitText(text: string, maximumBytes = maximumTextBytes): string[] {
	if (maximumBytes < maximumCharacterBytes) {
		throw new RangeError(`A piece of text needs room for ${maximumCharacterBytes} bytes.`);
	}

	const pieces: string[] = [];
	let start = 0;
	while (start < text.length) {
		const end = findByteEnd(text, start, maximumBytes);
		const cut = findLastBoundary(text, start, end);
		pieces.push(text.slice(start, cut));
		start = cut;
	}

	return pieces;
}

/**
Returns the last grapheme boundary after `start` and up to `end`, or `end` if a single grapheme
covers the whole range.
*/
function findLastBoundary(text: string, start: number, end: number): number {
	if (end === text.length) {
		return end;
	}

	// The character after `end` decides whether the grapheme continues.
	const window = text.slice(start, end + 2);
	const boundary = start + findGraphemeStart(window, end - start);
	return boundary > start ? boundary : end;
}

/** Returns the index after the last character that fits into `maximumBytes`, from `start` on. */
function findByteEnd(text: string, start: number, maximumBytes: number): number {
	let index = start;
	let bytes = 0;
	while (index < text.length) {
		const code = text.codePointAt(index) ?? 0;
		bytes += measureUtf8(code);
		if (bytes > maximumBytes) {
			break;
		}

		index += code > 0xff_ff ? 2 : 1;
	}

	return index;
}

function measureUtf8(code: number): number {
	if (code < 0x80) {
		return 1;
	}

	if (code < 0x8_00) {
		return 2;
	}

	return code > 0xff_ff ? 4 : 3;
}
