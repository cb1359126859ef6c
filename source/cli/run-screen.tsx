import process from 'node:process';
import chalk from 'chalk';
import {render} from 'ink';
import type {Chat} from '../chat/chat.ts';
import {isEndedByHost} from '../chat/state.ts';
import {formatEndRows} from '../line-mode/end-rows.ts';
import {describeExit, decideExitCode} from '../line-mode/exit-report.ts';
import type {ChatOptions} from '../targets/join-target.ts';
import type {RoomFinder} from '../targets/room-choice.ts';
import type {HostOptions, JoinOptions} from '../config/options.ts';
import {getErrorOutput} from '../output/standard-streams.ts';
import {openWriter} from '../output/terminal-stream.ts';
import {Root} from '../screen/root.tsx';
import {Terminal} from '../screen/terminal/modes/terminal.ts';
import {terminalContext} from '../screen/terminal/modes/terminal-context.ts';
import {ThemeProvider} from '../screen/theme-provider.tsx';
import type {Preferences} from '../screen/use-preferences.ts';
import type {CompletePath} from '../screen/composer/use-completion.ts';
import type {ScreenActions} from '../screen/screen-commands.ts';
import {Saves, type Save} from './files/saves.ts';
import {endOnSignals, onSignals} from './signals.ts';

export type ScreenOptions = {
	readonly finder: RoomFinder;
	/** Creates a chat that has not started. */
	readonly open: (options: ChatOptions) => Chat;
	/** Writes the conversation to a file. */
	readonly save: Save;
	/** Lists the completions of a path. */
	readonly completePath: CompletePath;
	readonly preferences: Preferences;
};

/**
Runs a chat on the whole terminal until it ends. Restores the terminal however the chat ends, writes
the reason to standard error, and returns the exit code.
*/
export const runScreen = async (
	options: HostOptions | JoinOptions,
	{finder, open, save, completePath, preferences}: ScreenOptions,
): Promise<number> => {
	let chat: Chat | undefined;
	let left: {readonly reason: string; readonly exitCode: number} | undefined;
	const openAndStore = (current: ChatOptions): Chat => {
		chat = open(current);
		return chat;
	};

	const saves = new Saves(save);
	const saveChat: ScreenActions['save'] = (file, onProgress) =>
		chat ? saves.save(file, chat, onProgress) : {ok: false, text: 'There is nothing to save yet.'};

	const leave = (reason: string, exitCode: number) => {
		left = {reason, exitCode};
	};

	let failure: Error | undefined;
	let unmount = () => undefined as void;
	const terminal = new Terminal({
		process,
		writer: openWriter(process.stdout),
		errors: getErrorOutput(),
		onLost() {
			end('SIGHUP');
		},
	});
	onSignals(() => {
		terminal.prepareEnd();
	});
	const end = endOnSignals(
		() => chat,
		() => undefined,
		() => {
			// A chat that the host has ended has its own reason and exit code.
			if (!chat || !isEndedByHost(chat.getState())) {
				leave('You have left.', 0);
			}

			unmount();
		},
	);
	// Node would print warnings and errors across the screen, which repaints only what it changes.
	process.removeAllListeners('warning');
	process.removeAllListeners('uncaughtException');
	process.on('uncaughtException', error => {
		failure ??= error;
		unmount();
	});
	if (await terminal.start()) {
		const ink = render(
			<terminalContext.Provider value={terminal}>
				<ThemeProvider
					initial={preferences.theme}
					background={terminal.background}
					isColourless={Boolean(process.env.NO_COLOR)}
					// Ink colours by chalk, which turns colours that it thinks missing into others.
					hasManyColours={chalk.level >= 2}
				>
					<Root
						options={options}
						finder={finder}
						open={openAndStore}
						preferences={preferences}
						completePath={completePath}
						onSave={saveChat}
						onLeave={leave}
					/>
				</ThemeProvider>
			</terminalContext.Provider>,
			{
				stdin: terminal.stdin,
				stdout: terminal.output,
				alternateScreen: true,
				incrementalRendering: true,
				patchConsole: false,
				exitOnCtrlC: false,
				// High enough that no key waits for a frame. What others send is throttled in
				// hooks/throttled-state.ts.
				maxFps: 250,
				// Ink would draw nothing if CI is set. The caller has checked for a terminal.
				interactive: true,
			},
		);
		unmount = () => {
			ink.unmount();
		};

		try {
			await ink.waitUntilExit();
		} catch (error) {
			failure = error instanceof Error ? error : new Error(String(error));
		}
	}

	await terminal.end();
	await chat?.close();
	const saved = await saves.end();
	if (failure !== undefined) {
		getErrorOutput().report(`socket-chat stopped because of an internal error: ${failure.message}\n`);
		return 1;
	}

	if (chat) {
		getErrorOutput().report(formatEndRows(chat.getState()));
		getErrorOutput().report(saved.map(({text}) => `${text}\n`).join(''));
	}

	if (left ?? !chat) {
		const {reason, exitCode} = left ?? {reason: 'The chat has ended.', exitCode: 1};
		getErrorOutput().report(`${reason}\n`);
		return exitCode;
	}

	const {status} = chat.getState();
	getErrorOutput().report(describeExit(chat, status.status === 'closed' ? status.reason : 'The chat has ended.'));
	const exitCode = decideExitCode(chat, status.status === 'closed' ? status.exitCode : 0);
	return exitCode === 0 && saved.some(({isComplete}) => !isComplete) ? 1 : exitCode;
};
