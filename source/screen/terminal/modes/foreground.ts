import {readFileSync} from 'node:fs';

/**
Returns true if the terminal belongs to another job of the shell now. A program that then changes
the terminal's settings is stopped by the kernel, or changes them for the shell. Known on Linux
only; elsewhere a program counts as in the foreground.
*/
export const isInBackground = (readStatus = () => readFileSync('/proc/self/stat', 'utf8')): boolean => {
	try {
		const status = readStatus();
		// After the command in parentheses: state, parent, group, session, terminal, and the group
		// in its foreground, which is -1 where there is no terminal.
		const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
		const foreground = fields[5];
		return Number(foreground) > 0 && fields[2] !== foreground;
	} catch {
		return false;
	}
};
