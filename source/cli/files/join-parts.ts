import type {Aside, Entry, Spoken} from './spoken.ts';

/** A text, joined from its parts from `first` to `last` of `count`. */
export type WholeText = Spoken & {readonly parts: readonly [first: number, last: number, count: number]};

const begin = (spoken: Spoken): WholeText => {
	const [place, count] = spoken.part ?? [1, 1];
	return {...spoken, parts: [place, place, count]};
};

const isNext = ({parts: [, last, count], ...before}: WholeText, {part, fromId, to, failure}: Spoken): boolean =>
	part?.[0] === last + 1 &&
	part[1] === count &&
	before.fromId === fromId &&
	before.to?.id === to?.id &&
	before.failure === failure;

/** Joins the parts of texts that follow each other, so that each text is again as it was said. */
export const joinParts = (entries: readonly Entry[]): ReadonlyArray<WholeText | Aside> => {
	const joined: Array<WholeText | Aside> = [];
	for (const entry of entries) {
		const before = joined.at(-1);
		if ('notice' in entry) {
			joined.push(entry);
		} else if (before && 'parts' in before && isNext(before, entry)) {
			const {text, parts} = before;
			const [, last, count] = parts;
			joined[joined.length - 1] = {
				...before,
				text: text + (entry.part?.[2] ?? '') + entry.text,
				parts: [parts[0], last + 1, count],
			};
		} else {
			joined.push(begin(entry));
		}
	}

	return joined;
};
