import {between, createRandom} from '../model/random.ts';
import type {Burst} from './plan.ts';

/**
Returns a function that creates a member's lines: numbered, unique, most of them short, a few as
long as several packets.
*/
export const createLineGenerator = (seed: number, name: string): ((burst: Burst) => readonly string[]) => {
	const random = createRandom(seed, `lines of ${name}`);
	let last = 0;
	const nextLine = () => {
		last++;
		const which = random();
		const padding =
			which < 0.9
				? ''
				: which < 0.99
					? ` ${'größer 大きい '.repeat(between(random, 1, 6))}`
					: ` ${'x'.repeat(between(random, 200, 4000))}`;
		return `${name}#${last}${padding}`.trimEnd();
	};

	return ({count}) => Array.from({length: count}, nextLine);
};
