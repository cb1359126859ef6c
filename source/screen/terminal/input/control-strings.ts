/**
Reads OSC, DCS, APC, PM and SOS strings: answers of the terminal, most of which nobody has asked
for.
*/
import {escape, longPatience, patience, type Reading} from './tokens.ts';

const introducer = /[\]P_^X]/y;
// eslint-disable-next-line no-control-regex -- What a string holds is anything but controls.
const body = /[^\u{0}-\u{1F}\u{7F}\u{9C}]*/uy;
/** How strings begin that terminals send. Others may be a person's Escape and a capital letter. */
const certain = /^(?:]\d{1,4};|P(?:[>!]\||\d?[+$]r|\d\$[tu]|\d+!~)|_G[A-Za-z]=)/;
/** The same, as far as it goes before the string is certain. */
const likely = /^(?:]\d{0,4}|P(?:[>!]|\d{0,4}[!+$]?)|_(?:G[A-Za-z]?)?)$/;
const background = /^]11;(?<colour>[!-~]{0,64})$/;
/** A text of this length without an end is not a string. */
const maximumUncertain = 4096;

/** How many characters of a string are kept: only short ones have a meaning. */
export const maximumKept = 16_384;

const matchLength = (pattern: RegExp, text: string, index: number): number => {
	pattern.lastIndex = index;
	return pattern.exec(text)?.[0].length ?? 0;
};

/** Returns the length of the terminator; 0 if there is none, undefined if it may be on its way. */
const measureTerminator = (text: string, index: number, canBell: boolean): number | undefined => {
	const rest = text.slice(index, index + 2);
	if (rest === '' || rest === escape) {
		return undefined;
	}

	if (rest === `${escape}\\`) {
		return 2;
	}

	return rest.startsWith('\u{9C}') || (canBell && rest.startsWith('\u{7}')) ? 1 : 0;
};

/** Reads what follows the escape at `index`. `isFinal`: nothing comes after the text. */
export const readControlString = (text: string, index: number, isFinal: boolean): Reading => {
	const start = index + escape.length;
	if (matchLength(introducer, text, start) === 0) {
		return {type: 'none'};
	}

	const bodyEnd = start + 1 + matchLength(body, text, start + 1);
	const content = text.slice(start, bodyEnd);
	const isCertain = certain.test(content);
	const terminator = measureTerminator(text, bodyEnd, content.startsWith(']'));
	if (terminator === undefined) {
		if (isCertain) {
			return isFinal ? {type: 'broken', end: bodyEnd} : {type: 'partial', patience: longPatience, mayBeTyped: true};
		}

		return isFinal || content.length > maximumUncertain
			? {type: 'none'}
			: {type: 'partial', patience, mayBeTyped: !likely.test(content)};
	}

	if (terminator === 0) {
		return isCertain ? {type: 'broken', end: bodyEnd} : {type: 'none'};
	}

	const colour = background.exec(content)?.groups?.colour;
	const end = bodyEnd + terminator;
	return colour === undefined ? {type: 'whole', end} : {type: 'whole', end, report: {type: 'background', colour}};
};
