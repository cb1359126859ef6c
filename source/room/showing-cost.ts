/** The characters of a text that the host makes safe to show in a millisecond. */
const shownPerMillisecond = {ascii: 50_000, any: 1500};
const ascii = /^[ -~\n]*$/;

/** Returns whether each character of a text takes one byte, and JSON escapes few of them. */
export const isPlainAscii = (text: string): boolean => ascii.test(text);

/** Estimates how long it takes to make a text safe to show, in milliseconds. */
export const estimateShowing = (text: string): number =>
	text.length / (isPlainAscii(text) ? shownPerMillisecond.ascii : shownPerMillisecond.any);
