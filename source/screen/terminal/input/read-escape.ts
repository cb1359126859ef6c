/** Reads what stands at an escape: a sequence, a string, Alt with a key, or Escape. */
import {readControlSequence} from './control-sequences.ts';
import {readControlString} from './control-strings.ts';
import {isChordLetter} from './csi-u.ts';
import {escape, escapeKey, type Reading} from './tokens.ts';

export type EscapeOptions = {
	/** How long to wait for what follows an escape, in milliseconds. */
	readonly escapeDelay: number;
	/** Nothing comes after the text. */
	readonly isFinal: boolean;
};

/** Keys that move or delete by word with Alt. rxvt and others send them with an escape before. */
const altSequences = new Map([
	[`${escape}[C`, `${escape}[1;3C`],
	[`${escape}[D`, `${escape}[1;3D`],
	[`${escape}OC`, `${escape}[1;3C`],
	[`${escape}OD`, `${escape}[1;3D`],
	[`${escape}[3~`, `${escape}[3;3~`],
]);

/** Reads a control sequence or string at the escape at `index`. */
export const readSequence = (text: string, index: number, options: EscapeOptions): Reading => {
	const sequence = readControlSequence(text, index, options);
	return sequence.type === 'none' ? readControlString(text, index, options.isFinal) : sequence;
};

/** Reads two escapes at `index`: the second begins a key with Alt, or the first is Escape. */
const readTwo = (text: string, index: number, options: EscapeOptions): Reading => {
	const second = index + escape.length;
	const isShort = text.length === second + escape.length;
	const reading = readControlSequence(text, second, options);
	if (!options.isFinal && (isShort || reading.type === 'partial')) {
		return {type: 'partial', patience: reading.type === 'partial' && !isShort ? reading.patience : options.escapeDelay};
	}

	const keys = reading.type === 'whole' ? altSequences.get(text.slice(second, reading.end)) : undefined;
	return keys !== undefined && reading.type === 'whole'
		? {type: 'whole', end: reading.end, keys}
		: {type: 'whole', end: second, keys: escapeKey};
};

/**
Reads the escape at `index`. Alt with a character that it gives no meaning is Escape and that
character: many terminals send both in the same way, and nothing that is typed may be lost.
*/
export const readEscape = (text: string, index: number, options: EscapeOptions): Reading => {
	const start = index + escape.length;
	const next = text[start];
	if (next === undefined) {
		return options.isFinal
			? {type: 'whole', end: start, keys: escapeKey}
			: {type: 'partial', patience: options.escapeDelay};
	}

	if (next === escape) {
		return readTwo(text, index, options);
	}

	if (isChordLetter(next) || '\r\u{8}\u{7F}'.includes(next)) {
		return {type: 'whole', end: start + 1, keys: escape + next};
	}

	const reading = readSequence(text, index, options);
	return reading.type === 'none' ? {type: 'whole', end: start, keys: escapeKey} : reading;
};
