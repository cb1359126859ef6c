import process from 'node:process';
import {render} from 'ink';
import type {Chat} from '../chat/chat.ts';
import {farewell, finalExitCode} from '../farewell.ts';
import type {Options} from '../options.ts';
import {endOnSignals} from '../signals.ts';
import {Root} from './root.tsx';

/** Bracketed paste off, automatic wrap on, cursor shown: what Ink's clean-up may still owe when a program ends in a hurry. */
const restoredModes = '\u{1B}[?2004l\u{1B}[?7h\u{1B}[?25h';

/**
Holds a chat on the whole terminal, to its end. Whatever ends it, the terminal is as it was before, and a sentence on the main
screen says why. Gives what to exit with.
*/
export const runScreen = async (options: Options, open: (options: Options) => Chat): Promise<number> => {
	let chat: Chat | undefined;
	const openAndKeep = (current: Options): Chat => {
		chat = open(current);
		return chat;
	};

	const {unmount, waitUntilExit} = render(<Root options={options} open={openAndKeep} />, {
		alternateScreen: true,
		incrementalRendering: true,
		patchConsole: false,
		exitOnCtrlC: false,
		// Ink would draw nothing where CI is set; that there is a terminal was seen before.
		interactive: true,
	});
	endOnSignals(() => chat);
	let failure: Error | undefined;
	// Node would print them across the screen, where nothing repaints them.
	process.removeAllListeners('warning');
	process.removeAllListeners('uncaughtException');
	process.on('uncaughtException', error => {
		failure = error;
		unmount();
	});
	try {
		await waitUntilExit();
	} catch (error) {
		failure = error instanceof Error ? error : new Error(String(error));
	}

	process.stdout.write(restoredModes);
	await chat?.close();
	if (failure !== undefined) {
		process.stderr.write(
			`socket-chat has stopped because of a fault of its own: ${failure instanceof Error ? failure.message : String(failure)}\n`,
		);
		return 1;
	}

	if (!chat) {
		return 1;
	}

	const {status} = chat.getState();
	process.stderr.write(farewell(chat, status.status === 'closed' ? status.reason : 'The chat has ended.'));
	return finalExitCode(chat, status.status === 'closed' ? status.exitCode : 0);
};
