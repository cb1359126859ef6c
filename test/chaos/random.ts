import {createHash} from 'node:crypto';

const modulus = 2_147_483_647;

/** Gives a number from 0 up to 1, another one each time. */
export type Random = () => number;

/**
Park and Miller's generator: the same seed and purpose produce the same numbers on every machine.
*/
export const createRandom = (seed: number, purpose: string): Random => {
	const start = createHash('sha256').update(`${seed} ${purpose}`).digest().readUInt32BE();
	let state = (start % (modulus - 1)) + 1;
	return () => {
		state = (state * 48_271) % modulus;
		return (state - 1) / (modulus - 1);
	};
};

/** A whole number from `from` to `to`, both included. */
export const between = (random: Random, from: number, to: number): number =>
	from + Math.floor(random() * (to - from + 1));

/** One of them. Throws when there is none. */
export const oneOf = <T>(random: Random, items: readonly T[]): T => {
	const item = items[Math.floor(random() * items.length)];
	if (item === undefined) {
		throw new RangeError('There is nothing to choose from.');
	}

	return item;
};
