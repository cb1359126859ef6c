import {findMatches, type TextRange} from '../../../text/search.ts';

type Matches = {
	readonly clean: string;
	readonly find: string;
	readonly matches: readonly TextRange[];
};

/** The matches of each message, for the search of now. */
const known = new WeakMap<Record<string, unknown>, Matches>();

/** Returns every place in the text of a message that is searched for. */
export const getMatches = (
	item: Record<string, unknown>,
	clean: string,
	find: string | undefined,
): readonly TextRange[] => {
	if (find === undefined) {
		return [];
	}

	const cached = known.get(item);
	if (cached?.clean === clean && cached.find === find) {
		return cached.matches;
	}

	const matches = findMatches(clean, find);
	known.set(item, {clean, find, matches});
	return matches;
};
