import {foldName} from './name.ts';

/**
Of a longer text only the beginning is looked at: to bring a flood of combining marks into order
costs the square of their number.
*/
const maximumSearchLength = 4096;
const wordCharacter = /[\p{L}\p{M}\p{N}]/u;

/** Whether a text speaks of somebody by name: the whole name, in any case. */
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
