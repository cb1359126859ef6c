import {parseCode} from './room-code.ts';

/** Words with a dash between them, as the program writes a code. */
const chain = /(?<![a-z-])[a-z]+(?:-[a-z]+){4}(?![a-z-])/g;

const isCode = (text: string): boolean => {
	try {
		return parseCode(text) === text;
	} catch {
		return false;
	}
};

/** The text that replaces a code in a saved file. */
export const maskedCode = '(not saved)';

/** Replaces each room code in a line of this program, for a text that is kept or handed on. */
export const maskCodes = (text: string): string =>
	text.replaceAll(chain, words => (isCode(words) ? maskedCode : words));
