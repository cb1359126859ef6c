/** How much of a history is kept. */

/** The number of characters that are kept: a few thousand of the longest messages. */
const maximumCharacters = 32 * 1_048_576;

/**
The share of the bounds that is kept when they are exceeded. Each trim copies the history, so it
makes room for many messages at once.
*/
export const shareAfterTrim = 0.8;

type Sized = {readonly kind: string; readonly text?: string};

/** Returns how many of the items, from the first on, are within the capacity, or a share of it. */
const countWithin = (items: Iterable<Sized>, capacity: number, share: number): number => {
	let count = 0;
	let characters = 0;
	for (const {text = ''} of items) {
		characters += text.length;
		if (count >= capacity * share || characters > maximumCharacters * share) {
			break;
		}

		count++;
	}

	return count;
};

function* fromNewest<Each>(items: readonly Each[]): Generator<Each> {
	for (let index = items.length - 1; index >= 0; index--) {
		const item = items[index];
		if (item !== undefined) {
			yield item;
		}
	}
}

/** Returns whether the items exceed so many times the capacity. */
export const isBeyond = (items: readonly Sized[], capacity: number, share = 1): boolean =>
	countWithin(items, capacity, share) < items.length;

/** Returns the newest items that are within the capacity, or a share of it. */
export const keepNewest = <Each extends Sized>(items: readonly Each[], capacity: number, share = 1): readonly Each[] =>
	items.slice(items.length - countWithin(fromNewest(items), capacity, share));

/** Returns the oldest items that are within the capacity. */
export const keepOldest = <Each extends Sized>(items: readonly Each[], capacity: number): readonly Each[] =>
	items.slice(0, countWithin(items, capacity, 1));
