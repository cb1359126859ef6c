/** Names that can be shown beside what people say, and told apart. */

import {cut} from './width.ts';

/** The columns that a name takes at most. */
export const maximumNameColumns = 24;

// Normalising takes quadratic time on a flood of marks: 0.7 s for 64,000 of them.
const maximumRawLength = 512;
const defaultName = 'guest';
const unwanted = /\p{Default_Ignorable_Code_Point}|[^\p{L}\p{M}\p{N} _.-]/gu;
const marksWithoutBase = /(?<![^ ])\p{M}+/gu;
const surplusMarks = /(?<=\p{M}{2})\p{M}/gu;

/**
What is left of a wished-for name: NFKC, letters, digits, spaces, `_ . -`, two combining marks on a base, at most 24 columns.
May be empty.
*/
export function cleanName(raw: string): string {
	const kept = raw.slice(0, maximumRawLength).normalize('NFKC').replaceAll(unwanted, '').normalize('NFKC');
	const name = kept.replaceAll(surplusMarks, '').replaceAll(marksWithoutBase, '').replaceAll(/ +/g, ' ').trim();
	return cut(name, maximumNameColumns).trim();
}

/**
The wanted name, or where that is taken the first of `name-2`, `name-3`, … that is not; at most 24 columns. `isTaken` is
asked for names as `foldName` makes them. An empty name becomes `guest`.
*/
export function uniqueName(wanted: string, isTaken: (folded: string) => boolean): string {
	const stem = cut(wanted, maximumNameColumns).trim() || defaultName;
	let name = stem;
	for (let number = 2; isTaken(foldName(name)); number++) {
		const suffix = `-${number}`;
		name = cut(stem, maximumNameColumns - suffix.length).trim() + suffix;
	}

	return name;
}

/** The key by which names are compared: two names with one key look the same but for their case. */
export function foldName(name: string): string {
	// Lower case first: only then ẞ becomes SS.
	return name.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
}
