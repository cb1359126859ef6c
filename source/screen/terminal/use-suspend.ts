import process from 'node:process';
import {ReadStream} from 'node:tty';
import {useCallback, useState} from 'react';
import {useStdout} from 'ink';
import {focusReports, mouseReports, restoredModes} from './modes.ts';

const leave = `${restoredModes}\u{1B}[?1049l`;
const enter = `\u{1B}[?1049h${focusReports.on}\u{1B}[?2004h\u{1B}[?7l\u{1B}[2J`;

/** Standard input's own, even while the raw mode is kept on for an answer of the terminal's (terminal-background.ts): a shell must not find it so. */
const setRawMode = (isRaw: boolean) => {
	ReadStream.prototype.setRawMode.call(process.stdin, isRaw);
};

export type Repaint = {
	/** Changes when the whole screen has to be drawn. */
	readonly count: number;
	readonly redraw: () => void;
	/** Stops the program as Ctrl+Z does elsewhere; it comes back whole. */
	readonly suspend: () => void;
};

/** Gives the terminal back to the shell and takes it again, the mouse too if it was on; or draws all of it anew. Ink knows of neither. */
export const useSuspend = (hasMouse: boolean): Repaint => {
	const [count, setCount] = useState(0);
	const {stdout} = useStdout();
	const redraw = useCallback(() => {
		stdout.write('\u{1B}[2J');
		setCount(before => before + 1);
	}, [stdout]);
	const suspend = useCallback(() => {
		if (process.platform === 'win32') {
			return;
		}

		setRawMode(false);
		stdout.write(leave);
		process.once('SIGCONT', () => {
			setRawMode(true);
			stdout.write(hasMouse ? enter + mouseReports.on : enter);
			setCount(before => before + 1);
		});
		process.kill(process.pid, 'SIGTSTP');
	}, [stdout, hasMouse]);
	return {count, redraw, suspend};
};
