/**
Runs the program in the mode that the command line and the terminal call for: screen, linear mode or
line mode.
*/
import {arch, platform, release, userInfo} from 'node:os';
import process from 'node:process';
import packageJson from '../../package.json' with {type: 'json'};
import {createRoomFinder} from '../targets/room-finder.ts';
import {parseOptions, UsageError, type Options, type RawFlags} from '../config/options.ts';
import {describeAlteredLabel, describeAlteredName} from '../config/flags.ts';
import {rejectInputOptions} from '../config/input-options.ts';
import {SettingsFile, type Settings} from '../config/settings.ts';
import {getErrorOutput} from '../output/standard-streams.ts';
import {findStateFolder} from '../storage/files/state-folder.ts';
import {errorMessage} from '../text/errors.ts';
import {createChat} from './create-chat.ts';
import {completePath} from './files/complete-path.ts';
import {openRecorder, type Recorder} from './files/recorder.ts';
import {exitOnceWritten, type Ending, leaveForeignTerminalsAtExit} from './output.ts';
import {runRepair} from './run-repair.ts';
import {runLinearMode} from './run-linear-mode.ts';
import {runLineMode} from './run-line-mode.ts';
import {saveTranscript} from './files/save-transcript.ts';
import type {Save} from './files/saves.ts';
import {ignoreDebuggerSignal} from './signals.ts';

/** Returns '' for a user without an entry in the system's user database. */
const readLoginName = (): string => {
	try {
		return userInfo().username;
	} catch {
		return '';
	}
};

/** Returns what is written into a file that is handed in. */
const readVersions = () => ({
	program: packageJson.version,
	node: process.version,
	platform: `${platform()} ${arch()} ${release()}`,
});

/** The command line's options and the user's settings. */
type Invocation = {
	readonly options: Options;
	readonly settingsFile: SettingsFile;
	readonly settings: Settings;
	/** A sentence for each wrong line of the settings file, and for names that were altered. */
	readonly problems: readonly string[];
};

const readInvocation = (words: readonly string[], flags: RawFlags): Invocation => {
	const settingsFile = new SettingsFile(findStateFolder(process.env));
	const {settings, problems} = settingsFile.read();
	const options = parseOptions(words, flags, {
		loginName: settings.name ?? readLoginName(),
		isNameSet: settings.name !== undefined,
		announce: settings.announce,
		code: process.env.SOCKET_CHAT_CODE,
	});
	const asked = typeof flags.name === 'string' ? flags.name : settings.name;
	const announced = typeof flags.announce === 'string' ? flags.announce : settings.announce;
	const altered = [
		describeAlteredName(asked, options.name),
		options.command === 'host' ? describeAlteredLabel(announced, options.announce) : undefined,
	];
	return {
		options,
		settingsFile,
		settings,
		problems: [...altered.filter(each => each !== undefined), ...problems],
	};
};

const runMode = async (
	{options, settingsFile, settings, problems}: Invocation,
	recorder: Pick<Recorder, 'record'>,
): Promise<Ending> => {
	const save: Save = (file, chat, onProgress) =>
		saveTranscript(file, chat, {...readVersions(), now: Date.now()}, onProgress);
	const isTerminal = process.stdin.isTTY && process.stdout.isTTY && !options.json;
	const isLinear =
		isTerminal && (options.linear || process.env.TERM === 'dumb' || process.env.INK_SCREEN_READER === 'true');
	if (isTerminal) {
		rejectInputOptions(options.input);
	}

	if (isTerminal && !isLinear) {
		if (options.history !== undefined) {
			throw new UsageError('--history goes with --linear, --json or a pipe. A screen loads what you scroll to.');
		}

		// Ink and React are loaded for the screen only.
		const {runScreen} = await import('./run-screen.tsx');
		const exitCode = await runScreen(options, {
			finder: await createRoomFinder(options),
			open(screenOptions) {
				const chat = createChat(screenOptions, {hasScreen: true});
				recorder.record(chat);
				return chat;
			},
			save,
			completePath,
			preferences: {
				bell: settings.bell,
				theme: settings.theme,
				hasMouse: settings.mouse === 'on',
				hidden: settings.hide,
				problem: problems.length === 0 ? undefined : problems.join(' '),
				saveBell: bell => settingsFile.change('bell', bell),
				saveTheme: theme => settingsFile.change('theme', theme),
				saveMouse: isOn => settingsFile.change('mouse', isOn ? 'on' : 'off'),
			},
		});
		return {exitCode};
	}

	for (const problem of problems) {
		getErrorOutput().report(`${problem}\n`);
	}

	return isLinear
		? {exitCode: await runLinearMode(options, recorder, {settings, settingsFile, save})}
		: runLineMode(options, recorder);
};

const main = async (invocation: Invocation): Promise<Ending> => {
	const recorder = openRecorder(invocation.options.log);
	const ending = await runMode(invocation, recorder);
	await recorder.close();
	return ending;
};

const fail = (error: unknown) => {
	const exitCode = error instanceof UsageError ? 2 : 1;
	// What fails from here on, such as writing to a terminal that is gone, must not begin the end
	// anew.
	process.removeAllListeners('uncaughtException');
	process.on('uncaughtException', () => {
		process.exit(exitCode);
	});
	getErrorOutput().report(`${errorMessage(error)}\n`);
	void exitOnceWritten({exitCode});
};

/** Runs the program and ends the process. `words`: the arguments that are not flags. */
export const run = async (words: readonly string[], flags: RawFlags) => {
	process.on('uncaughtException', fail);
	leaveForeignTerminalsAtExit();
	ignoreDebuggerSignal();
	try {
		const [command, ...others] = words;
		await exitOnceWritten(
			command === 'repair' ? {exitCode: await runRepair(others, flags)} : await main(readInvocation(words, flags)),
		);
	} catch (error) {
		fail(error);
	}
};
