import {wordlist} from '@scure/bip39/wordlists/english.js';

/**
Creates, parses and completes room codes. A code is five words from BIP 39's English list of 2,048:
55 random bits. The first four letters of a word identify it.
*/

export const wordCount = 5;
const prefixLength = 4;
/**
The length of typed text that is read, in UTF-16 code units. The rest is ignored, because
normalising a long run of combining marks takes quadratic time.
*/
const maximumTypedLength = 512;

/** Thrown for an invalid code. The message quotes no input: part of a code is a secret, too. */
export class CodeError extends Error {}

const words = new Set(wordlist);
const wordsByPrefix = new Map(wordlist.map(word => [word.slice(0, prefixLength), word]));
const ordinalWords = ['first', 'second', 'third', 'fourth', 'fifth'];

/**
Creates a random code. Each word takes two bytes: 2,048 divides their range evenly, so every word is
equally likely.
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

/** Returns the listed word that `part` equals, or starts with at least four letters, if any. */
const findWord = (part: string): string | undefined => {
	if (words.has(part)) {
		return part;
	}

	const named = part.length >= prefixLength ? wordsByPrefix.get(part.slice(0, prefixLength)) : undefined;
	return named?.startsWith(part) ? named : undefined;
};

/**
Returns the code that a text contains: words or their first four letters, in any case, with any
separators. Throws a `CodeError` if the text is not a code.
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
Completes a partly typed code: each word identified by its first four letters is written out, and
followed by a `-` unless it is the fifth. `wrong` is the number, from 1, of the first word that
cannot become one of the list.
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
