import process from 'node:process';
import {useCallback, useRef} from 'react';
import {useApp, useStdin, useStdout} from 'ink';
import {autoWrap, focusReports, mouseReports, restoredModes} from './modes.ts';
import {TerminalStdin} from './terminal-stdin.ts';

/** Stops this process as Ctrl+Z does in a shell. Resolves when `fg` continues it. */
const stopProcess = async () =>
	new Promise<void>(resolve => {
		process.once('SIGCONT', () => {
			resolve();
		});
		// The whole foreground group, as the terminal driver would signal it: under npx, the shell
		// waits for npx and not for this process.
		process.kill(0, 'SIGTSTP');
	});

/**
Returns a function that gives the terminal back to the shell, stops the process, and takes the
terminal again when it continues. Ink restores its own modes and draws everything; `hasMouse` says
whether to turn mouse reports on again. Does nothing on Windows.
*/
export const useSuspend = (hasMouse: boolean): (() => void) => {
	const {suspendTerminal} = useApp();
	const {stdin} = useStdin();
	const {stdout} = useStdout();
	const isSuspended = useRef(false);
	return useCallback(() => {
		if (process.platform === 'win32' || isSuspended.current) {
			return;
		}

		isSuspended.current = true;
		void (async () => {
			await suspendTerminal(async () => {
				// Ink has asked for this, but TerminalStdin may be holding raw mode for a reply.
				if (stdin instanceof TerminalStdin) {
					stdin.leaveRawMode();
				}

				stdout.write(restoredModes);
				await stopProcess();
				stdout.write(autoWrap.off);
			});
			// Only now, in raw mode: the terminal would echo a report that it sends at once.
			stdout.write(hasMouse ? focusReports.on + mouseReports.on : focusReports.on);
			isSuspended.current = false;
		})();
	}, [suspendTerminal, stdin, stdout, hasMouse]);
};
