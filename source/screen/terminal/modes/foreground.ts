import {readFileSync} from 'node:fs';

/**
Returns true if the terminal belongs to another job of the shell now. A program that then changes
the terminal's settings is stopped by the kernel, or changes them for the shell. Known on Linux
only; elsewhere a program counts as in the foreground.
*/
export const isInBackground = (readStatus = () => readFileSync('/proc/self/stat', 'utf8')): boolean => {
	try {
		const status = readStatus();
		// After the command in parentheses: state, parent, group, session, terminal, its foreground
		// group, which is -1 where there is no terminal.
		const [, , group, , , foreground] = status.slice(status.lastIndexOf(')') + 2).split(' ');
		return Number(foreground) > 0 && group !== foreground;
	} catch {
		return false;
	}
};
