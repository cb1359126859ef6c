/** Random numbers and seeds of the tests. A run that prints its seed can be repeated. */
import {createHash} from 'node:crypto';

const modulus = 2_147_483_647;

/** Returns a seed for a run that is given none: a whole number below 1,000,000. */
export const chooseSeed = (): number => Math.floor(Math.random() * 1_000_000);

/** Returns the next number of a sequence: at least 0, below 1. */
export type Random = () => number;

/**
Returns Park and Miller's generator. The same seed and purpose produce the same numbers on every
machine; two purposes of one seed produce independent sequences.
*/
export const createRandom = (seed: number, purpose: string): Random => {
	const start = createHash('sha256').update(`${seed} ${purpose}`).digest().readUInt32BE();
	let state = (start % (modulus - 1)) + 1;
	return () => {
		state = (state * 48_271) % modulus;
		return (state - 1) / (modulus - 1);
	};
};

/** Returns a whole number from `from` to `to`, both included. */
export const between = (random: Random, from: number, to: number): number =>
	from + Math.floor(random() * (to - from + 1));

/** Returns a random item. Throws a RangeError for an empty list. */
export const oneOf = <T>(random: Random, items: readonly T[]): T => {
	const item = items[Math.floor(random() * items.length)];
	if (item === undefined) {
		throw new RangeError('The list is empty.');
	}

	return item;
};
