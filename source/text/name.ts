/** Makes member names safe to display and distinct from each other. */

import {normalizeText} from './normalize.ts';
import {cut} from './width.ts';

/** The maximum width of a name, in terminal columns. */
export const maximumNameColumns = 24;

/** What a name may hold, as a part of a sentence. */
export const nameRule = `a name holds letters, digits, spaces and _ . -, at most ${maximumNameColumns} columns of them`;

/** Returns whether the valid part of a requested name is not all of it. */
export const isAltered = (raw: string, name: string): boolean => raw.trim().normalize('NFC') !== name;

const maximumRawLength = 512;
const defaultName = 'guest';
const unwanted = /\p{Default_Ignorable_Code_Point}|[^\p{L}\p{M}\p{N} _.-]/gu;
/** As `unwanted`, without apostrophes. */
const unwantedInLabel = /\p{Default_Ignorable_Code_Point}|[^\p{L}\p{M}\p{N} _.'’-]/gu;
const marksWithoutBase = /(?<![^ ])\p{M}+/gu;
// Their number is bounded before normalising, which takes quadratic time for marks in a row.
const longRuns = /(?<=\p{M}{30})\p{M}/gu;
const surplusMarks = /(?<=\p{M}{2})\p{M}/gu;

/**
Returns the valid part of a requested name: NFKC; letters, digits, spaces and `_ . -`; at most two
combining marks per base character; at most 24 columns. The result may be empty.
*/
export function cleanName(raw: string): string {
	return clean(raw, unwanted);
}

/**
Returns the valid part of the name of a room or a computer: as `cleanName`, with apostrophes. It
holds no comma, colon, bracket or quotation mark, so what is written around it stays recognisable.
*/
export function cleanLabel(raw: string): string {
	return clean(raw, unwantedInLabel);
}

function clean(raw: string, excluded: RegExp): string {
	const kept = normalizeText(raw.slice(0, maximumRawLength), 'NFKC').replaceAll(excluded, '');
	const normal = kept.replaceAll(longRuns, '').normalize('NFKC');
	const name = normal.replaceAll(surplusMarks, '').replaceAll(marksWithoutBase, '').replaceAll(/ +/g, ' ').trim();
	return cut(name, maximumNameColumns).trim();
}

/**
Returns the wanted name or, if it is taken, the first free one of `name-2`, `name-3`, …; at most 24
columns. `isTaken` receives names as returned by `foldName`. An empty name becomes `guest`.
`firstNumber`: no lower number is free.
*/
export function uniqueName(wanted: string, isTaken: (folded: string) => boolean, firstNumber = 2): string {
	const stem = cut(wanted, maximumNameColumns).trim() || defaultName;
	let name = stem;
	for (let number = firstNumber; isTaken(foldName(name)); number++) {
		const suffix = `-${number}`;
		name = cut(stem, maximumNameColumns - suffix.length).trim() + suffix;
	}

	return name;
}

/**
Returns whether a name is the wanted one with a number, as `uniqueName` makes it. The wanted one is
cut where it is too long.
*/
export function isNumberedName(name: string, wanted: string): boolean {
	const stem = /^(?<stem>.+)-\d+$/s.exec(name)?.groups?.stem;
	return stem !== undefined && name !== wanted && wanted.startsWith(stem);
}

/** Returns the key for comparing names. Names with the same key differ only in case. */
export function foldName(name: string): string {
	// Lower-case first: `ẞ` becomes `SS` only by way of `ß`.
	return normalizeText(name, 'NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
}
