import type {FoldedLog} from '../types.ts';

/** The lists are copied once for all entries that are added together, not for each. */
export type LogDraft = {
	-readonly [Key in keyof FoldedLog]: FoldedLog[Key] extends ReadonlyArray<infer Item> ? Item[] : FoldedLog[Key];
};

/** Drops the first items of a list that is longer than its limit. */
export const capList = (list: unknown[], limit: number) => {
	if (list.length > limit) {
		list.splice(0, list.length - limit);
	}
};
