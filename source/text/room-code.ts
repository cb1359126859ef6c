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
const maximumTypedLength = 2048;
/** Invisible within a word, and the dot that is left of a Turkish İ in lower case. */
// eslint-disable-next-line unicorn/better-regex -- In a class, the last one would combine.
const ignored = /\u00AD|\u200C|\u200D|\u2060|\uFEFF|\u0307/g;
/** Words with a dash between them. A dash may end a line. */
const chains = /[\p{L}\p{N}]+(?:[\p{Pd}\u2212]\s*[\p{L}\p{N}]+)*/gu;
/** The word that a host prints before a code. The list of words has it, too. */
const label = 'code';
/** The characters that may stand between that word and a code. */
const copulas: ReadonlySet<string> = new Set(['is', 'words', 'word']);

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

const normalizeTyped = (text: string): string =>
	text
		.slice(0, maximumTypedLength)
		.normalize('NFKC')
		// One character may have become eighteen.
		.slice(0, maximumTypedLength)
		.toLowerCase()
		.replaceAll(ignored, '');

const splitParts = (text: string): string[] =>
	normalizeTyped(text)
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

const completeParts = (parts: readonly string[]): string | undefined => {
	const found = parts.map(part => findWord(part));
	return parts.length === wordCount && !found.includes(undefined) ? found.join('-') : undefined;
};

/** Drops the word "code" in front of a code that follows. */
const dropLabel = (parts: readonly string[]): readonly string[] =>
	parts.length > wordCount && parts[0] === label ? parts.slice(1) : parts;

/**
Finds the code in a text with more words, such as the lines that a host prints: five words joined by
dashes, or else the five words after "code", or five numbered words. Undefined if there is none, or
more than one.
*/
const findQuotedCode = (text: string, parts: readonly string[]): string | undefined => {
	const joined = (normalizeTyped(text).match(chains) ?? []).map(chain => completeParts(dropLabel(splitParts(chain))));
	const codes = new Set(joined.filter(code => code !== undefined));
	if (codes.size > 0) {
		return codes.size === 1 ? [...codes][0] : undefined;
	}

	const findAfter = (index: number) => completeParts(parts.slice(index, index + wordCount));
	const labelled = parts.map((part, index) =>
		part === label
			? (findAfter(index + 1) ?? (copulas.has(parts[index + 1] ?? '') ? findAfter(index + 2) : undefined))
			: undefined,
	);
	return labelled.findLast(code => code !== undefined) ?? completeParts(parts.filter(part => !/^\d+$/.test(part)));
};

/**
Returns the code that a text contains: words or their first four letters, in any case, with any
separators, or within the lines that a host prints. Throws a `CodeError` if the text has no code.
*/
export const parseCode = (text: string): string => {
	const all = splitParts(text);
	const code = completeParts(all) ?? findQuotedCode(text, all);
	if (code !== undefined) {
		return code;
	}

	const parts = dropLabel(all);
	const wrong = parts.slice(0, wordCount).findIndex(part => findWord(part) === undefined);
	if (wrong !== -1) {
		throw new CodeError(
			`The ${ordinalWords[wrong] ?? 'last'} word is not a code word. Type the code as the host shows it.`,
		);
	}

	throw new CodeError(`A code has ${wordCount} words, and this has ${parts.length}.`);
};

export type CompletedCode = {
	/** The code as completed so far. */
	readonly text: string;
	/** The number, from 1, of the first word that cannot become one of the list. */
	readonly wrong: number | undefined;
	/** Whether the wrong word may still be in the making: fewer letters than identify a word. */
	readonly isHalfTyped?: boolean;
};

/**
Completes a partly typed code: each word identified by its first four letters is written out, and
followed by a `-` unless it is the fifth.
*/
export const completeCode = (typed: string): CompletedCode => {
	const endsWord = /[^\p{L}\p{N}]$/u.test(typed.slice(0, maximumTypedLength));
	const all = splitParts(typed);
	const quoted = all.length > wordCount ? findQuotedCode(typed, all) : undefined;
	if (quoted !== undefined) {
		return {text: quoted, wrong: undefined};
	}

	const parts = dropLabel(all);
	const done: string[] = [];
	for (const [index, part] of parts.entries()) {
		const isLast = index === parts.length - 1;
		const isOpen = isLast && !endsWord;
		const word = findWord(part);
		if (isOpen && (part.length < prefixLength || word === undefined)) {
			const canGrow = wordlist.some(each => each.startsWith(part)) && index < wordCount;
			const text = [...done, part].join('-');
			return canGrow
				? {text, wrong: undefined}
				: {text, wrong: index + 1, isHalfTyped: part.length < prefixLength && index < wordCount};
		}

		if (word === undefined || index >= wordCount) {
			return {text: [...done, ...parts.slice(index)].join('-'), wrong: index + 1};
		}

		done.push(word);
	}

	return {text: done.join('-') + (done.length > 0 && done.length < wordCount ? '-' : ''), wrong: undefined};
};

/** Returns whether one added, missing, replaced or swapped letter makes one word the other. */
const isOneSlipAway = (one: string, other: string): boolean => {
	let start = 0;
	while (start < one.length && one[start] === other[start]) {
		start++;
	}

	const [rest, otherRest] = [one.slice(start), other.slice(start)];
	return (
		rest.slice(1) === otherRest ||
		rest === otherRest.slice(1) ||
		rest.slice(1) === otherRest.slice(1) ||
		rest === `${otherRest[1]}${otherRest[0]}${otherRest.slice(2)}`
	);
};

/** Returns up to two code words that a wrong word may stand for. */
export const suggestWords = (wrong: string): readonly string[] => {
	const begun = wrong.length < 2 ? [] : wordlist.filter(word => word.startsWith(wrong));
	const similar = begun.length > 0 ? begun : wordlist.filter(word => isOneSlipAway(wrong, word));
	return similar.length > 2 && begun.length > 0 ? [] : similar.slice(0, 2);
};
