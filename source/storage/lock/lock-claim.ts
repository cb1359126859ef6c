/**
A lock by numbers that only rise. Each holder's socket has a number in its name (lock.1, lock.2, …).
The socket with the highest number is the lock. If no process answers there, the lock is free, and
the next holder takes the next number. The file with the highest number is never removed. So, if two
programs find a dead lock at the same moment, only one of them gets the next number. Removing the
dead socket and binding the same name again would let both in.
*/
import {linkSync, readdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import {errorCode} from '../../text/errors.ts';

const listNumbers = (folder: string, prefix: string): number[] =>
	readdirSync(folder)
		.filter(name => name.startsWith(prefix) && /^[1-9]\d{0,14}$/.test(name.slice(prefix.length)))
		.map(name => Number(name.slice(prefix.length)));

/**
Returns the path of the socket with the highest number, which is the lock; undefined where there is
none yet.
*/
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

/**
Links the number to this socket, which listens already. Returns false if another program was first.
*/
const tryLink = (own: string, file: string): boolean => {
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
Links the socket at `own` as `<prefix><number>`, with the highest number in the folder. Resolves
with false if the lock is held: a process answers at the highest number.
*/
export const tryClaim = async (
	{folder, prefix, own}: Claim,
	isAnswered: (address: string) => Promise<boolean>,
): Promise<boolean> => {
	const fileOf = (number: number) => path.join(folder, `${prefix}${number}`);
	for (;;) {
		const highest = Math.max(0, ...listNumbers(folder, prefix));
		// Each round reads the folder again, which may have changed.
		// eslint-disable-next-line no-await-in-loop
		if (highest > 0 && (await isAnswered(fileOf(highest)))) {
			return false;
		}

		const number = highest + 1;
		if (tryLink(own, fileOf(number))) {
			const numbers = listNumbers(folder, prefix);
			if (Math.max(...numbers) === number) {
				// Keep the number below, too: a listing may miss a file that is added while another
				// is removed.
				for (const old of numbers.filter(each => each < number - 1)) {
					rmSync(fileOf(old), {force: true});
				}

				return true;
			}

			// The lock has moved on since the folder was read: this number is void.
			rmSync(fileOf(number), {force: true});
		}
	}
};
