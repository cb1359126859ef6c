/** Normalises text from other people in linear time. */

/**
A character that is no base, or becomes none. The grapheme joiner, which Unicode counts as a mark,
is not among them: no mark moves or composes past it.
*/
const mark = String.raw`(?!\u034F)[\p{M}\uFF9E\uFF9F]`;
const longRun = new RegExp(`(?:${mark}){30}(?=${mark})`, 'gu');

const breakRuns = (text: string): string => text.replaceAll(longRun, '$&\u034F');

/**
Returns the text in a normal form, and puts an invisible grapheme joiner after every 30 combining
marks in a row, as Unicode's Stream-Safe Text Format does (UAX #15, section 13). No language has
such runs, and normalising one takes the square of its length. Idempotent.
*/
export function normalizeText(text: string, form: 'NFC' | 'NFKC'): string {
	// The normal form of one mark may be two marks.
	return breakRuns(breakRuns(text).normalize(form));
}
