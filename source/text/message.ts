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

/**
Returns the text as well-formed Unicode, which a frame carries. Its form stays: code and names of
files arrive as they were.
*/
export function cleanText(raw: string): string {
	return raw.toWellFormed();
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

/** The separator between two parts of a text. */
type Joint = '' | '\n';

/** Where a part ends, and what follows before the next one. */
type Cut = {readonly at: number; readonly joint: Joint};

/**
The place of a message in a text that was too long for one: its number from 1, the number of parts,
and what stands in the text between the part before and this one.
*/
export type MessagePart = readonly [index: number, count: number, joint: Joint];

/** One message of a text, with its place if the text needs several. */
export type TextPart = {readonly text: string; readonly part?: MessagePart};

/**
Splits a clean text into the clean texts of messages. Cuts between two lines, and drops the line end
there, except for CRLF, which stays; a line that is too long is cut after a space, or else between
two graphemes. `joinParts` restores the text.
*/
export function splitMessage(text: string, maximumBytes = maximumTextBytes): readonly TextPart[] {
	const pieces: Array<{readonly text: string; readonly joint: Joint}> = [];
	let start = 0;
	let joint: Joint = '';
	while (start < text.length) {
		const end = findByteEnd(text, start, maximumBytes);
		const cut: Cut = (end === text.length ? undefined : findLineCut(text, start, end)) ?? {
			at: findLastBoundary(text, start, findSpaceCut(text, start, end)),
			joint: '',
		};
		pieces.push({text: text.slice(start, cut.at), joint});
		joint = cut.joint;
		start = cut.at + joint.length;
	}

	return pieces.length === 1
		? pieces.map(piece => ({text: piece.text}))
		: pieces.map((piece, index) => ({text: piece.text, part: [index + 1, pieces.length, piece.joint]}));
}

/** Returns the text that `splitMessage` has split. */
export function joinParts(parts: readonly TextPart[]): string {
	return parts.map(({text, part}) => (part?.[2] ?? '') + text).join('');
}

const mostParts = 1_000_000;

/** Returns whether a value from a frame or a file is a part. */
export function isPart(value: unknown): value is MessagePart {
	if (!Array.isArray(value) || value.length !== 3) {
		return false;
	}

	const [index, count, joint] = value as readonly unknown[];
	return (
		Number.isSafeInteger(index) &&
		Number.isSafeInteger(count) &&
		Number(index) >= 1 &&
		Number(index) <= Number(count) &&
		Number(count) <= mostParts &&
		(joint === '' || joint === '\n')
	);
}

/**
Returns where the last line up to `end` ends that leaves text on both sides, if there is one: before
its line feed, which is the joint, or after its CRLF.
*/
function findLineCut(text: string, start: number, end: number): Cut | undefined {
	const window = text.slice(start, Math.min(end + 1, text.length - 1));
	let feed = window.lastIndexOf('\n');
	// A CRLF across the end does not fit.
	if (start + feed === end && window[feed - 1] === '\r') {
		feed = window.lastIndexOf('\n', feed - 1);
	}

	if (feed <= 0) {
		return undefined;
	}

	return window[feed - 1] === '\r' ? {at: start + feed + 1, joint: ''} : {at: start + feed, joint: '\n'};
}

/** Returns the index after the last space before `end`, or `end` if that wastes half a part. */
function findSpaceCut(text: string, start: number, end: number): number {
	const cut = start + text.slice(start, end).lastIndexOf(' ') + 1;
	return end === text.length || cut <= (start + end) / 2 ? end : cut;
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

/** Returns how many lines a text has: a line end at its end begins no other. */
export const countLines = (text: string): number => text.replace(/\n$/, '').split('\n').length;

function measureUtf8(code: number): number {
	if (code < 0x80) {
		return 1;
	}

	if (code < 0x8_00) {
		return 2;
	}

	return code > 0xff_ff ? 4 : 3;
}
