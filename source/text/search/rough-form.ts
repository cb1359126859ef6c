/** Finds texts that may contain what is searched for, much faster than comparing them exactly. */
import {foldForSearch} from '../search.ts';

/*
What has to be looked at one by one: all but ASCII and the common ideographs, which have one form.
*/
const foldedRuns = /[^\0-\u007F\u3400-\u4DBF\u4E00-\u9FFF]+/g;
const marks = /\p{M}+/gu;
const invisible = /^\p{Default_Ignorable_Code_Point}$/u;

const ascii = /^[\0-\u007F]*$/;

/*
Where a wanted text is cut: at white space of any length, at what JSON or a log escapes, and at what
`sanitize` writes in the place of something else.
*/
const cuts = /[\s\p{Cc}\p{Cs}"'\\\uFFFD\u2400-\u2421]+/u;

/** The rough forms of the characters that were met, by their code points. */
const known = new Map<number, string>();
const maximumKnown = 65_536;

const roughenCharacter = (character: string): string => {
	const code = character.codePointAt(0) ?? 0;
	let rough = known.get(code);
	if (rough === undefined) {
		rough = invisible.test(character) ? '' : foldForSearch(character).normalize('NFKD').replaceAll(marks, '');
		if (known.size >= maximumKnown) {
			known.clear();
		}

		known.set(code, rough);
	}

	return rough;
};

const roughenRun = (run: string): string => {
	let rough = '';
	for (const character of run) {
		rough += roughenCharacter(character);
	}

	return rough;
};

/**
Returns a text without its marks and invisible characters, in small letters. Each character has one
form, whatever stands beside it. So the rough form of a text contains that of each of its parts.
*/
export const roughen = (text: string): string =>
	ascii.test(text) ? text.toLowerCase() : text.replaceAll(foldedRuns, roughenRun).toLowerCase();

/**
Returns the parts of a wanted text, as `foldForSearch` returns it, that stand in the rough form of
every text, or of its JSON, in which the wanted text is found: the longest first. There may be none.
*/
export const chooseProbes = (wanted: string): readonly string[] =>
	wanted
		.split(cuts)
		.map(part => roughen(part))
		.filter(part => part !== '')
		.toSorted((a, b) => b.length - a.length);
