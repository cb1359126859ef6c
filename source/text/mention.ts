/** Finds out whether a text mentions a name. */

import {foldName} from './name.ts';

/**
The length of text that is searched, in UTF-16 code units. Normalising a long run of combining marks
takes quadratic time.
*/
const maximumSearchLength = 4096;
const wordCharacter = /[\p{L}\p{M}\p{N}\p{Pc}]/u;
/** Belongs to the character before it. */
const extender = /[\p{M}\u30FC]/u;
/** The number that tells members of one name apart: `bob-2` is not bob. */
const numberSuffix = /^-\p{N}/u;

/**
Scripts in which words stand side by side without a space, and Hangul, in which particles and titles
follow a name without one.
*/
const han = /\p{Script=Han}/u;
const hangul = /\p{Script=Hangul}/u;
const unspacedScripts = [
	han,
	hangul,
	/\p{Script=Hiragana}/u,
	/\p{Script=Katakana}/u,
	/\p{Script=Bopomofo}/u,
	/\p{Script=Thai}/u,
	/\p{Script=Lao}/u,
	/\p{Script=Khmer}/u,
	/\p{Script=Myanmar}/u,
	/\p{Script=Tibetan}/u,
];

/** Created on first use: creating it takes milliseconds, and few texts need it. */
let segmenter: Intl.Segmenter | undefined;

const lastCharacter = (text: string): string => [...text].at(-1) ?? '';

/** Returns the script, if it is one without spaces. */
const findUnspacedScript = (character: string): RegExp | undefined =>
	unspacedScripts.find(script => script.test(character));

/** Returns true if a word can end between two characters, whatever the words are. */
const isBorder = (before: string, after: string): boolean =>
	!wordCharacter.test(before) ||
	!wordCharacter.test(after) ||
	(!extender.test(after) && findUnspacedScript(before) !== findUnspacedScript(after));

/** Returns every place between two words, by the dictionaries of the runtime. */
const findWordBorders = (text: string): ReadonlySet<number> => {
	segmenter ??= new Intl.Segmenter('und', {granularity: 'word'});
	return new Set([...segmenter.segment(text)].map(({index}) => index));
};

/** Returns true if the name is long enough to stand for itself within text of its own script. */
const isTelling = (name: string, script: RegExp): boolean =>
	[...name].filter(character => script.test(character)).length > 1;

/**
Returns whether a text contains a name as a whole word, in any case. Between two scripts of which
one is written without spaces, a word ends (`Robさん`). Within such a script, a word ends where the
runtime's dictionary says so; a name of two or more Chinese characters counts anywhere, and so does
one of two or more Korean syllables at the start of a word. After an `@`, the start decides.
*/
export const isMention = (text: string, name: string): boolean => {
	const wanted = foldName(name);
	const folded = foldName(text.slice(0, maximumSearchLength));
	if (wanted === '') {
		return false;
	}

	const isTellingHan = isTelling(wanted, han);
	const isTellingHangul = isTelling(wanted, hangul);
	let borders: ReadonlySet<number> | undefined;
	/** Called for a place between two characters of one script without spaces. */
	const isBetweenWords = (place: number): boolean => {
		borders ??= findWordBorders(folded);
		return borders.has(place);
	};

	const startsAt = (at: number): boolean => {
		const before = lastCharacter(folded.slice(Math.max(0, at - 2), at));
		const [first = ''] = wanted;
		const script = findUnspacedScript(first);
		return (
			isBorder(before, first) || (script !== undefined && ((script === han && isTellingHan) || isBetweenWords(at)))
		);
	};

	const endsAt = (start: number, end: number): boolean => {
		const [after = ''] = folded.slice(end, end + 2);
		if (numberSuffix.test(folded.slice(end, end + 3))) {
			return false;
		}

		const last = lastCharacter(wanted);
		const script = findUnspacedScript(last);
		return (
			isBorder(last, after) ||
			(script !== undefined &&
				!extender.test(after) &&
				((script === han && isTellingHan) ||
					(script === hangul && isTellingHangul) ||
					folded[start - 1] === '@' ||
					isBetweenWords(end)))
		);
	};

	for (let at = folded.indexOf(wanted); at !== -1; at = folded.indexOf(wanted, at + 1)) {
		if (startsAt(at) && endsAt(at, at + wanted.length)) {
			return true;
		}
	}

	return false;
};
