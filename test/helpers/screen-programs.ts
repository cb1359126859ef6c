import type {TestContext} from 'node:test';
import {hostCommand, joinCommand} from './program.ts';
import {openTerminal, type Terminal, type TerminalOptions} from './terminal.ts';

export const openHost = async (t: TestContext, options?: TerminalOptions) => {
	const terminal = openTerminal(t, hostCommand(), options);
	const [, port] = await terminal.waitFor(/1 here[^]*127\.0\.0\.1:([1-9]\d*)/);
	await terminal.waitForRawMode();
	return {terminal, port: Number(port)};
};

export const openJoin = async (t: TestContext, port: number, options?: TerminalOptions) => {
	const terminal = openTerminal(t, joinCommand(port, '--name', 'bob'), options);
	await terminal.waitFor('● connected');
	await terminal.waitForRawMode();
	return terminal;
};

/** Leaves by Ctrl+C with an empty draft: the second counts once the first has been answered. */
export const interrupt = async (terminal: Terminal) => {
	terminal.press('Ctrl+C');
	await terminal.waitFor('Press Ctrl+C again to');
	terminal.press('Ctrl+C');
};

export const say = async (terminal: Terminal, text: string) => {
	await terminal.submit(text);
};

/** Returns true for a whole frame: the header on top, the composer and the hints at the bottom. */
export const isFrame = (screen: readonly string[], rows: number): boolean =>
	screen.length === rows &&
	/^ \S.* here .*[●◐]/.test(screen[0] ?? '') &&
	/Enter|F2|leave|Tab panes/.test(screen.at(-1) ?? '') &&
	screen.at(-2)?.startsWith(' › ') === true;
