import type {ScreenCommandName} from '../chat/commands/screen-command-names.ts';
import {accepted, refused} from '../chat/commands/results.ts';
import {listCommands} from '../chat/commands/run-line.ts';
import type {Command, CommandInfo, SaveResult, SubmitResult} from '../chat/commands/types.ts';
import {foldForSearch} from '../text/search.ts';
import {bells, themes, type Bell, type Theme} from '../config/preferences.ts';

export type {SaveResult} from '../chat/commands/types.ts';

/** What the commands of the screen can do. Nothing of it is sent to others. */
export type ScreenActions = {
	/** Searches the whole conversation. */
	readonly find: (text: string) => SubmitResult;
	/** Hides every message up to now. */
	readonly clear: () => void;
	/** Enlarges the connection log, or restores its size. `argument`: which rows it shows. */
	readonly showLog: (argument: string) => SubmitResult;
	/** Opens the x-ray of a connection: a member's, or the newest. */
	readonly showXray: (wanted: string) => SubmitResult;
	readonly setBell: (bell: Bell) => void;
	/**
	Turns mouse reports on or off. While they are on, the terminal's own selection needs Shift.
	*/
	readonly setMouse: (isOn: boolean) => void;
	readonly setTheme: (theme: Theme) => void;
	/** Writes the conversation to a file. */
	readonly save: (file: string) => SaveResult;
};

/** Shows a line to this user only. */
type Notify = (text: string) => void;

const bellSentences: Readonly<Record<Bell, string>> = {
	off: 'The bell is off.',
	mention: 'The bell rings when you are mentioned.',
	all: 'The bell rings at every message.',
};

const themeSentences: Readonly<Record<Theme, string>> = {
	auto: "The colours suit the terminal's background.",
	dark: 'The colours are for a dark background.',
	light: 'The colours are for a light background.',
	none: 'No colours are used.',
};

type ScreenCommand = CommandInfo & {
	readonly name: ScreenCommandName;
	readonly run: (screen: ScreenActions, argument: string, notify: Notify) => SubmitResult;
};

const findWord = <Word extends string>(words: readonly Word[], argument: string): Word | undefined =>
	words.find(word => word === argument.trim());

const switches = ['on', 'off'] as const;

const table: readonly ScreenCommand[] = [
	{
		name: 'find',
		argument: 'text',
		takesLines: true,
		help: 'search everything that was said',
		run: ({find}, argument) =>
			foldForSearch(argument).trim() === '' ? refused('Usage: /find text') : find(argument.trim()),
	},
	{
		name: 'clear',
		help: 'empty the message pane; PgUp brings everything back',
		run({clear}) {
			clear();
			return accepted;
		},
	},
	{
		name: 'log',
		argument: 'all|name|#n',
		argumentKind: 'connection',
		help: "enlarge the connection log, or restore its size; all of it, or one peer's rows",
		run: ({showLog}, argument) => showLog(argument.trim()),
	},
	{
		name: 'xray',
		argument: 'name|#n',
		argumentKind: 'connection',
		help: 'look into a connection: its TCP state, and each call with its bytes',
		run: ({showXray}, argument) => showXray(argument.trim()),
	},
	{
		name: 'save',
		argument: 'file',
		argumentKind: 'file',
		help: 'write the conversation to a file',
		run({save}, argument, notify) {
			if (argument.trim() === '') {
				return refused('Usage: /save file');
			}

			const result = save(argument.trim());
			if (!result.ok) {
				return result;
			}

			void result.done.then(notify);
			return accepted;
		},
	},
	{
		name: 'bell',
		argument: 'off|mention|all',
		argumentKind: bells,
		help: 'when to ring: never, when you are mentioned, or at every message',
		run({setBell}, argument, notify) {
			const bell = findWord(bells, argument);
			if (!bell) {
				return refused('Usage: /bell off, /bell mention or /bell all');
			}

			setBell(bell);
			notify(bellSentences[bell]);
			return accepted;
		},
	},
	{
		name: 'mouse',
		argument: 'on|off',
		argumentKind: switches,
		help: 'use the wheel and clicks here; to select text as usual, hold Shift',
		run({setMouse}, argument, notify) {
			const wanted = findWord(switches, argument);
			if (!wanted) {
				return refused('Usage: /mouse on or /mouse off');
			}

			setMouse(wanted === 'on');
			notify(wanted === 'on' ? 'The mouse is on. To select text, hold Shift.' : 'The mouse is off.');
			return accepted;
		},
	},
	{
		name: 'theme',
		argument: 'auto|dark|light|none',
		argumentKind: themes,
		help: "colours for the terminal's own background, for a dark or a light one, or none",
		run({setTheme}, argument, notify) {
			const theme = findWord(themes, argument);
			if (!theme) {
				return refused('Usage: /theme auto, /theme dark, /theme light or /theme none');
			}

			setTheme(theme);
			notify(themeSentences[theme]);
			return accepted;
		},
	},
];

/** Returns the commands that act on this screen. */
export const createScreenCommands = (screen: ScreenActions): readonly Command[] =>
	table.map(command => ({...command, run: ({notify}, argument) => command.run(screen, argument, notify)}));

/** Returns all commands that can be typed on the screen, for help and completion. */
export const listScreenCommands = (isHost: boolean): readonly CommandInfo[] => listCommands<CommandInfo>(isHost, table);
