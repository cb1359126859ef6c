/** A program in tmux in a terminal: keys and replies pass through tmux on their way. */
import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {emptyHome, type Cleanup} from './line-process.ts';
import {openTerminal, type Terminal, type TerminalOptions} from './terminal.ts';

export type TmuxOptions = TerminalOptions & {
	/** How long tmux waits for what follows an escape, in milliseconds (500, as tmux 3 comes). */
	readonly escapeTime?: number;
	/** Whether tmux passes focus reports on (off, as it comes). */
	readonly focusEvents?: boolean;
	/** More lines of tmux.conf. */
	readonly config?: readonly string[];
};

/** The reason to skip a test that needs tmux, or false. */
export const skipWithoutTmux: string | false =
	spawnSync('tmux', ['-V']).error === undefined ? false : 'needs tmux on the PATH';

/**
Opens a program in a tmux server of its own, without a status line, in a terminal that reads what
tmux draws. Bytes written to the terminal are what tmux receives from it. `stty` and the modes of
the terminal are tmux's, not the program's.
*/
export const openTmux = (
	t: Cleanup,
	command: readonly string[],
	{escapeTime = 500, focusEvents = false, config = [], env, ...options}: TmuxOptions = {},
): Terminal => {
	const folder = emptyHome();
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const file = path.join(folder, 'tmux.conf');
	const lines = [
		'set -g status off',
		'set -g default-terminal tmux-256color',
		`set -sg escape-time ${escapeTime}`,
		`set -g focus-events ${focusEvents ? 'on' : 'off'}`,
		...config,
	];
	writeFileSync(file, lines.map(line => `${line}\n`).join(''));
	const tmux = ['tmux', '-u', '-S', path.join(folder, 'socket'), '-f', file];
	const terminal = openTerminal(t, [...tmux, 'new-session', ...command], {...options, env});
	t?.after(() => {
		spawnSync('tmux', [...tmux.slice(1), 'kill-server']);
	});
	return terminal;
};
