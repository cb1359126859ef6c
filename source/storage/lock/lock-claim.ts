/**
Who holds a lock, by numbers that only rise. Each holder's socket has a number of its own in its name (lock.1, lock.2, …). The highest
number is the lock; it is free when nobody answers there, and then the next number is the next holder's. No file with the highest
number is ever removed, so that of two programs that find a dead lock at the same moment only one gets the next number: to
remove the dead one and bind the same name again would let both in.
*/
import {linkSync, readdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import {errorCode} from '../../text/errors.ts';

const listNumbers = (folder: string, prefix: string): number[] =>
	readdirSync(folder)
		.filter(name => name.startsWith(prefix) && /^[1-9]\d{0,14}$/.test(name.slice(prefix.length)))
		.map(name => Number(name.slice(prefix.length)));

/** Returns the path of the socket with the highest number, which is the lock; undefined where there is none yet. */
export const findLatestSocket = (folder: string, prefix: string): string | undefined => {
	const highest = Math.max(0, ...listNumbers(folder, prefix));
	return highest === 0 ? undefined : path.join(folder, `${prefix}${highest}`);
};

export type Claim = {
	readonly folder: string;
	readonly prefix: string;
	/** A socket that listens, in the same folder. */
	readonly own: string;
};

/** Linking either gives the number to this socket, which listens already, or fails because somebody else was first. */
const hasLinked = (own: string, file: string): boolean => {
	try {
		linkSync(own, file);
		return true;
	} catch (error) {
		if (errorCode(error) === 'EEXIST') {
			return false;
		}

		throw error;
	}
};

/**
Gives the socket at `own` the highest number of the files called `<prefix><number>` in the folder. `false`: somebody holds the lock,
which is to say that somebody answers at the highest.
*/
export const hasClaimed = async (
	{folder, prefix, own}: Claim,
	isAnswered: (address: string) => Promise<boolean>,
): Promise<boolean> => {
	const fileOf = (number: number) => path.join(folder, `${prefix}${number}`);
	for (;;) {
		const highest = Math.max(0, ...listNumbers(folder, prefix));
		// Each round looks again at what has changed meanwhile.
		// eslint-disable-next-line no-await-in-loop
		if (highest > 0 && (await isAnswered(fileOf(highest)))) {
			return false;
		}

		const number = highest + 1;
		if (hasLinked(own, fileOf(number))) {
			const numbers = listNumbers(folder, prefix);
			if (Math.max(...numbers) === number) {
				// One more than the highest is kept: a listing of the folder may miss a file that comes while another one goes.
				for (const old of numbers.filter(each => each < number - 1)) {
					rmSync(fileOf(old), {force: true});
				}

				return true;
			}

			// The lock has moved on since this one looked: its number counts for nothing.
			rmSync(fileOf(number), {force: true});
		}
	}
};
