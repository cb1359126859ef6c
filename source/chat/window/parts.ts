import type {MessagePart} from '../../text/message.ts';

/** Finds the parts of a text among the items. */

export type Item = {
	readonly kind?: string;
	readonly text?: string;
	readonly part?: MessagePart;
};

export type Items = {
	/** Returns the item at an index, if there is one. */
	readonly getItem: (index: number) => Item | undefined;
	/** Returns a key for its author and recipient; undefined if it is no message. */
	readonly getAuthor: (index: number) => string | undefined;
};

/** Others may say this much, less one, between two parts of a text. */
const maximumDistance = 16;

/** Returns the index of the part before (-1) or after (1) the one at `index`. */
export const findPart = ({getItem, getAuthor}: Items, index: number, delta: -1 | 1): number | undefined => {
	const [place, count] = getItem(index)?.part ?? [];
	const author = getAuthor(index);
	if (place === undefined || author === undefined) {
		return undefined;
	}

	for (let distance = 1; distance <= maximumDistance; distance++) {
		const at = index + distance * delta;
		const other = getItem(at);
		if (!other || other.kind === 'gap') {
			return undefined;
		}

		if (getAuthor(at) === author) {
			return other.part?.[0] === place + delta && other.part[1] === count ? at : undefined;
		}
	}

	return undefined;
};

/** Returns the indexes of all parts of a text, in order, of which one is at `index`. */
export const listParts = (items: Items, index: number): readonly number[] => {
	const list = [index];
	for (const delta of [-1, 1] as const) {
		for (let at = findPart(items, index, delta); at !== undefined; at = findPart(items, at, delta)) {
			list.push(at);
		}
	}

	return list.toSorted((a, b) => a - b);
};
