/** Runs what the command line asks for: the screen, lines on a terminal, or line mode. */
import {userInfo} from 'node:os';
import process from 'node:process';
import {createRoomFinder} from '../targets/room-finder.ts';
import {createChat} from './create-chat.ts';
import {parseOptions, UsageError, type Options, type RawFlags} from '../config/options.ts';
import {completePath} from './complete-path.ts';
import {runLinearMode} from './run-linear-mode.ts';
import {runLineMode} from './run-line-mode.ts';
import {SettingsFile, type Settings} from '../config/settings.ts';
import {findStateFolder} from '../storage/files/state-folder.ts';
import {saveTranscript} from './save-transcript.ts';
import {errorMessage} from '../text/errors.ts';

/** A user without an entry in the system's list has no name. */
const loginName = (): string => {
	try {
		return userInfo().username;
	} catch {
		return '';
	}
};

/** What the command line asks for, and what the user has settled before. */
type Wish = {
	readonly options: Options;
	readonly settingsFile: SettingsFile;
	readonly settings: Settings;
	readonly problems: readonly string[];
};

const parse = (words: readonly string[], flags: RawFlags): Wish => {
	const settingsFile = new SettingsFile(findStateFolder(process.env));
	const {settings, problems} = settingsFile.read();
	const options = parseOptions(words, flags, {
		loginName: settings.name ?? loginName(),
		code: process.env.SOCKET_CHAT_CODE,
	});
	return {options, settingsFile, settings, problems};
};

const main = async ({options, settingsFile, settings, problems}: Wish): Promise<number> => {
	const isTerminal = process.stdin.isTTY && process.stdout.isTTY && !options.json;
	const isLinear =
		isTerminal && (options.linear || process.env.TERM === 'dumb' || process.env.INK_SCREEN_READER === 'true');
	if (isTerminal && !isLinear) {
		// Ink and React are loaded for the screen alone.
		const {runScreen} = await import('./run-screen.tsx');
		return runScreen(options, {
			finder: createRoomFinder(options),
			open: screenOptions => createChat(screenOptions, {hasScreen: true}),
			save: saveTranscript,
			completePath,
			preferences: {
				bell: settings.bell,
				theme: settings.theme,
				hasMouse: settings.mouse === 'on',
				hidden: settings.hide,
				problem: problems[0],
				saveBell: bell => settingsFile.change('bell', bell),
				saveTheme: theme => settingsFile.change('theme', theme),
				saveMouse: isOn => settingsFile.change('mouse', isOn ? 'on' : 'off'),
			},
		});
	}

	for (const problem of problems) {
		process.stderr.write(`${problem}\n`);
	}

	return isLinear ? runLinearMode(options) : runLineMode(options);
};

/** How long whoever reads standard output may take to take the last of it, in milliseconds. */
const lastOutputTime = 1000;

/** Ends once standard output has been written, or nobody takes it. Standard input may still be open, and would keep the process. */
const exit = (exitCode: number) => {
	const end = () => {
		// eslint-disable-next-line unicorn/no-process-exit
		process.exit(exitCode);
	};

	setTimeout(end, lastOutputTime);
	process.stdout.write('', end);
};

const fail = (error: unknown) => {
	process.stderr.write(`${errorMessage(error)}\n`);
	exit(error instanceof UsageError ? 2 : 1);
};

/** Ends the process when what was asked for is over. */
export const run = async (words: readonly string[], flags: RawFlags) => {
	process.on('uncaughtException', fail);
	try {
		exit(await main(parse(words, flags)));
	} catch (error) {
		fail(error);
	}
};
