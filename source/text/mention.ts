import {foldName} from './name.ts';

/**
The length of text that is searched, in UTF-16 code units. Normalising a long run of combining marks
takes quadratic time.
*/
const maximumSearchLength = 4096;
const wordCharacter = /[\p{L}\p{M}\p{N}]/u;

/** Returns whether a text contains a name as a whole word, in any case. */
export const isMention = (text: string, name: string): boolean => {
	const wanted = foldName(name);
	const folded = foldName(text.slice(0, maximumSearchLength));
	if (wanted === '') {
		return false;
	}

	for (let at = folded.indexOf(wanted); at !== -1; at = folded.indexOf(wanted, at + 1)) {
		const before = folded.slice(0, at).at(-1) ?? '';
		const after = folded.slice(at + wanted.length).at(0) ?? '';
		if (!wordCharacter.test(before) && !wordCharacter.test(after)) {
			return true;
		}
	}

	return false;
};
