import process from 'node:process';
import type {Chat} from '../chat/chat.ts';
import {askCode, askTarget, InputEndedError} from '../line-mode/ask-target.ts';
import {describeExit} from '../line-mode/exit-report.ts';
import {LineTerminal} from '../line-mode/linear/line-terminal.ts';
import {LinearMode} from '../line-mode/linear/linear-mode.ts';
import type {Options} from '../config/options.ts';
import {Clipboard} from '../output/clipboard.ts';
import {getOutput} from '../output/standard-streams.ts';
import {findStateFolder} from '../storage/files/state-folder.ts';
import type {Settings, SettingsFile} from '../config/settings.ts';
import {systemClock} from '../net/clock.ts';
import {createChat} from './create-chat.ts';
import type {Recorder} from './files/recorder.ts';
import {Saves, type Save} from './files/saves.ts';
import {endOnSignals, onSignals} from './signals.ts';

/** The number of old messages to print: about what a person listens to. */
const defaultHistory = 10;

/** After a signal, how long the terminal may take to show the end of a chat, in milliseconds. */
const readLimit = 2000;

type UserOptions = {
	readonly settings: Settings;
	/** The file to save changes of the settings in. */
	readonly settingsFile: SettingsFile;
	/** Writes the conversation to a file. */
	readonly save: Save;
};

/** Runs a chat that prints lines on a terminal. Resolves with the exit code. */
export const runLinearMode = async (
	options: Options,
	{record}: Pick<Recorder, 'record'>,
	{settings, settingsFile, save}: UserOptions,
): Promise<number> => {
	const output = getOutput();
	const lines = new LineTerminal(process.stdin, output, process, {hasModes: process.env.TERM !== 'dumb'});
	const clipboard = new Clipboard({
		env: process.env,
		write(text) {
			output.write(text);
		},
	});
	const ask = async (question: string): Promise<string | undefined> => {
		lines.ask(question);
		return new Promise(resolve => {
			lines.once('line', resolve);
			lines.once('close', () => {
				resolve(undefined);
			});
		});
	};

	const saves = new Saves(save);
	let chat: Chat | undefined;
	let mode: LinearMode | undefined;
	const end = endOnSignals(
		() => chat,
		() => undefined,
		() => {
			lines.close();
		},
		() => {
			mode?.interrupt();
		},
	);
	onSignals(() => {
		setTimeout(() => mode?.giveUp(), readLimit);
	});
	lines.on('interrupt', () => {
		end('SIGINT');
	});
	// A terminal that was closed: its input may end later or earlier.
	output.on('error', () => {
		end('SIGHUP');
	});
	/** The exit code if the user leaves instead of entering a code. */
	let leaveCode = 0;
	try {
		let current = await askTarget(options, findStateFolder(process.env), ask);
		const history = options.history ?? defaultHistory;
		for (;;) {
			const unsent = chat?.getPending() ?? [];
			chat = createChat(current, {hasScreen: true});
			record(chat);
			for (const {text, to} of unsent) {
				chat.send(text, to);
			}

			mode = new LinearMode(chat, lines, {
				history,
				bell: settings.bell ?? 'mention',
				saveBell: bell => settingsFile.change('bell', bell),
				save: saves.save,
				copy: clipboard.copy.bind(clipboard),
				getColumns: () => process.stdout.columns,
				clock: systemClock,
			});
			// Each chat ends before the next one starts.
			// eslint-disable-next-line no-await-in-loop
			const exitCode = await mode.run();
			// eslint-disable-next-line no-await-in-loop
			await chat.close();
			// Each is said before the terminal is closed.
			// eslint-disable-next-line no-await-in-loop
			const saved = await saves.end();
			const {status} = chat.getState();
			if (status.status !== 'closed' || !status.needsCode || current.command === 'host') {
				return exitCode === 0 && saved.some(({isComplete}) => !isComplete) ? 1 : exitCode;
			}

			const isWrong = status.needsCode === 'wrong';
			leaveCode = isWrong ? exitCode : 0;
			// eslint-disable-next-line no-await-in-loop
			const code = await askCode(ask, current, isWrong ? status.reason : undefined);
			current = {...current, code, otherCodes: undefined};
		}
	} catch (error) {
		if (error instanceof InputEndedError) {
			lines.close();
			output.write(chat ? describeExit(chat, error.message) : `${error.message}\n`);
			return leaveCode;
		}

		throw error;
	} finally {
		lines.close();
	}
};
