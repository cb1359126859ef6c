import {closeSync, constants, fstatSync, openSync, readFileSync, readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {isatty} from 'node:tty';

/** Different bits, so that their sum is all of them. */
const flags = constants.O_WRONLY + constants.O_NONBLOCK + constants.O_NOCTTY;

/** The number of the terminal that the process belongs to. Linux only; elsewhere undefined. */
const readControllingTerminal = (): number | undefined => {
	try {
		const status = readFileSync('/proc/self/stat', 'utf8');
		return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[4]);
	} catch {
		return undefined;
	}
};

/** Yields the paths by which a terminal may be opened anew. */
function* listPaths(descriptor: number): Generator<string> {
	const {rdev} = fstatSync(descriptor);
	if (process.platform === 'linux') {
		yield `/proc/self/fd/${descriptor}`;
		// A terminal of another user, as after `su`, is open to its own session.
		if (readControllingTerminal() === rdev) {
			yield '/dev/tty';
		}

		return;
	}

	for (const folder of ['/dev', '/dev/pts']) {
		const names = readdirSync(folder).filter(name => folder === '/dev/pts' || /^tty./.test(name));
		for (const name of names) {
			const file = path.join(folder, name);
			if (statSync(file, {throwIfNoEntry: false})?.rdev === rdev) {
				yield file;
			}
		}
	}
}

const isSameTerminal = (one: number, other: number): boolean =>
	isatty(other) && (fstatSync(other).rdev === fstatSync(one).rdev || readControllingTerminal() === fstatSync(one).rdev);

const openAgain = (file: string): number | undefined => {
	try {
		return openSync(file, flags);
	} catch {
		return undefined;
	}
};

/**
Opens the terminal behind a descriptor once more, so that writing never waits. The flag O_NONBLOCK
belongs to what was opened: set on the descriptor that the program was started with, it would change
the shell's and every other program's. Returns undefined where that is impossible: then Node's own
stream writes, and may wait.
*/
export const openOwnDescriptor = (descriptor: number): number | undefined => {
	if (process.platform === 'win32') {
		return undefined;
	}

	try {
		for (const file of listPaths(descriptor)) {
			const own = openAgain(file);
			if (own !== undefined && isSameTerminal(descriptor, own)) {
				return own;
			}

			if (own !== undefined) {
				closeSync(own);
			}
		}
	} catch {}

	return undefined;
};
