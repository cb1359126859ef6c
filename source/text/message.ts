/** The form in which a message's text is sent and kept (design §4). */

import {findGraphemeStart} from './width.ts';

/** The most UTF-8 bytes that one message's text may have. */
export const maximumTextBytes = 8192;

/** How the text of a message begins that says what its author does: what follows is the deed. */
export const actionStart = '/me ';

/**
A message's author in one line of text, and whom it is for where it is not for all. No name has a
parenthesis in it.
*/
export const formatSpeaker = ({from, to}: {readonly from: string; readonly to?: {readonly name: string}}): string =>
	to ? `${from} (private to ${to.name})` : from;

const maximumCharacterBytes = 4;

/** The text well-formed and in NFC: what a frame may carry. */
export function cleanText(raw: string): string {
	return raw.toWellFormed().normalize('NFC');
}

/**
Cuts a clean text into clean pieces of at most `maximumBytes` UTF-8 bytes that joined are the text again. A grapheme is cut only
where it is longer than a piece. Throws a RangeError under 4 bytes, which not every character fits in.
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
The last place up to `end` where no grapheme is cut; `end` itself where one grapheme fills all from
`start` on.
*/
function findLastBoundary(text: string, start: number, end: number): number {
	if (end === text.length) {
		return end;
	}

	// The character after decides whether the grapheme goes on.
	const window = text.slice(start, end + 2);
	const boundary = start + findGraphemeStart(window, end - start);
	return boundary > start ? boundary : end;
}

/** The index after the last character that still fits, from `start` on, in so many UTF-8 bytes. */
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
