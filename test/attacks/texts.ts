/** Texts that cost a receiver the most. */
import {Buffer} from 'node:buffer';

/**
Combining marks, each of 2 bytes in UTF-8, by falling class: normalising them has to sort them all
(UAX #15), and the classes come in the order that costs the most.
*/
const marks = ['\u0345', '\u035D', '\u0315', '\u0300', '\u0316', '\u031B', '\u0327', '\u0334'];

/** Returns a text of at most this many bytes: a letter, and marks that have to be sorted. */
export const fallingMarks = (bytes: number): string => {
	const each = Math.floor((bytes - 1) / 2 / marks.length);
	return `a${marks.map(mark => mark.repeat(each)).join('')}`;
};

/** Returns this many bytes of a control character, each of which JSON escapes in 6. */
export const controls = (bytes: number): string => '\u0001'.repeat(bytes);

/** Returns at most this many bytes of letters that many programs draw at once with their marks. */
export const families = (bytes: number): string => {
	const family = '👩‍👩‍👧‍👦';
	return family.repeat(Math.floor(bytes / Buffer.byteLength(family)));
};
