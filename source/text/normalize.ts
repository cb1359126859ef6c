/** Normalises text from other people in linear time. */

/**
A character that is no base, or becomes none. The grapheme joiner, which Unicode counts as a mark,
is not among them: no mark moves or composes past it.
*/
const runs = /(?:(?!\u034F)[\p{M}\uFF9E\uFF9F])+/gu;
const maximumRun = 30;
const fullRun = new RegExp(String.raw`\p{Any}{${maximumRun}}(?!$)`, 'gu');

// Each run is matched once, and whole: to look for long ones alone would begin at each mark anew.
const breakRuns = (text: string): string =>
	text.replaceAll(runs, run => (run.length > maximumRun ? run.replaceAll(fullRun, '$&\u034F') : run));

/**
Returns the text in a normal form, and puts an invisible grapheme joiner after every 30 combining
marks in a row, as Unicode's Stream-Safe Text Format does (UAX #15, section 13). No language has
such runs, and normalising one takes the square of its length. Idempotent.
*/
export function normalizeText(text: string, form: 'NFC' | 'NFKC'): string {
	// The normal form of one mark may be two marks.
	return breakRuns(breakRuns(text).normalize(form));
}
