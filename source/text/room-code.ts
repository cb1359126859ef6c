import {wordlist} from '@scure/bip39/wordlists/english.js';

/**
A room's code: five words of a list of 2,048, 55 random bits. The first four letters of a word name
it.
*/

export const wordCount = 5;
const prefixLength = 4;
/**
Of what is longer the rest counts for nothing: to bring a flood of combining marks into order costs
the square of their number.
*/
const maximumTypedLength = 512;

/** Why something is not a code. It quotes nothing: part of a code is a secret, too. */
export class CodeError extends Error {}

const words = new Set(wordlist);
const wordsByPrefix = new Map(wordlist.map(word => [word.slice(0, prefixLength), word]));
const ordinalWords = ['first', 'second', 'third', 'fourth', 'fifth'];

/**
A new code. Two bytes make a word: 2,048 divides their range evenly, so that each is as likely.
*/
export const createCode = (randomBytes: (size: number) => Uint8Array): string => {
	const bytes = randomBytes(2 * wordCount);
	const picked = Array.from({length: wordCount}, (_, index) => {
		const number = (bytes[2 * index] ?? 0) * 256 + (bytes[2 * index + 1] ?? 0);
		return wordlist[number % wordlist.length] ?? '';
	});
	return picked.join('-');
};

const splitParts = (text: string): string[] =>
	text
		.slice(0, maximumTypedLength)
		.normalize('NFKC')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter(part => part !== '');

/** The word of the list that this is, or begins with four letters; nothing where there is none. */
const findWord = (part: string): string | undefined => {
	if (words.has(part)) {
		return part;
	}

	const named = part.length >= prefixLength ? wordsByPrefix.get(part.slice(0, prefixLength)) : undefined;
	return named?.startsWith(part) ? named : undefined;
};

/**
Words or their first four letters, in any case, with anything between them. Throws a `CodeError`.
*/
export const parseCode = (text: string): string => {
	const parts = splitParts(text);
	const wrong = parts.slice(0, wordCount).findIndex(part => findWord(part) === undefined);
	if (wrong !== -1) {
		throw new CodeError(
			`The ${ordinalWords[wrong] ?? 'last'} word is not a code word. Type the code as the host shows it.`,
		);
	}

	if (parts.length !== wordCount) {
		throw new CodeError(`A code has ${wordCount} words, and this has ${parts.length}.`);
	}

	return parts.map(part => findWord(part)).join('-');
};

/**
What was typed of a code so far, with each word that four letters have named written out and a `-` after it, up to the fifth; and the
number, from 1, of the first word that can no more become one of the list.
*/
export const completeCode = (typed: string): {readonly text: string; readonly wrong: number | undefined} => {
	const endsWord = /[^\p{L}\p{N}]$/u.test(typed.slice(0, maximumTypedLength));
	const parts = splitParts(typed);
	const done: string[] = [];
	for (const [index, part] of parts.entries()) {
		const isLast = index === parts.length - 1;
		const isOpen = isLast && !endsWord;
		const word = findWord(part);
		if (isOpen && (part.length < prefixLength || word === undefined)) {
			const canGrow = wordlist.some(each => each.startsWith(part));
			return {text: [...done, part].join('-'), wrong: canGrow && index < wordCount ? undefined : index + 1};
		}

		if (word === undefined || index >= wordCount) {
			return {text: [...done, ...parts.slice(index)].join('-'), wrong: index + 1};
		}

		done.push(word);
	}

	return {text: done.join('-') + (done.length > 0 && done.length < wordCount ? '-' : ''), wrong: undefined};
};
