/** A shell in a terminal, to see what a program leaves behind. */
import type {Cleanup} from './line-process.ts';
import {openTerminal, type Terminal, type TerminalOptions} from './terminal.ts';

/** For `waitFor`: the shell waits for a command, so the one before has ended. */
export const isAtPrompt = (screen: readonly string[]): boolean => screen.findLast(row => row !== '') === '$';

export type ShellOptions = TerminalOptions & {
	/**
	The shell (bash). When a signal has killed a program, bash puts the terminal's settings right by
	itself, which hides a program that did not; `['dash', '-i']` leaves them.
	*/
	readonly shell?: readonly string[];
};

/**
Opens a shell whose prompt is `$ `, to see what a program leaves behind: type its command, and after
it has ended look at `isCooked()`, `modes()` and `mainScreen()`.
*/
export const openShell = async (t: Cleanup, {shell, env, ...options}: ShellOptions = {}): Promise<Terminal> => {
	// Without readline: it would switch bracketed paste on and canonical mode off at each prompt.
	const command = shell ?? ['bash', '--norc', '--noprofile', '--noediting'];
	const terminal = openTerminal(t, command, {
		...options,
		env: {PS1: '$ ', ENV: undefined, HISTFILE: undefined, BASH_SILENCE_DEPRECATION_WARNING: '1', ...env},
	});
	await terminal.waitFor(isAtPrompt);
	return terminal;
};
