import {createHelp} from '../chat/commands/help-command.ts';
import {createCommands, listAllCommands} from '../chat/commands/list-commands.ts';
import {accepted, refused} from '../chat/commands/results.ts';
import type {Command, SaveResult, SubmitResult} from '../chat/commands/types.ts';
import {foldForSearch} from '../text/search.ts';
import {bells, themes, type Bell, type Theme} from '../config/preferences.ts';

export type {SaveResult} from '../chat/commands/types.ts';

/** What the commands of the screen can do. Nothing of it is sent to others. */
export type ScreenActions = {
	/** Searches the whole conversation. */
	readonly find: (text: string) => SubmitResult;
	/** Opens the help. */
	readonly showHelp: () => void;
	/** Opens a long message in view, or folds it. */
	readonly open: () => SubmitResult;
	/** Hides every message up to now. */
	readonly clear: () => void;
	/** Enlarges the connection log, or restores its size. `argument`: which rows it shows. */
	readonly showLog: (argument: string) => SubmitResult;
	/** Opens the x-ray of a connection: a member's, or the newest. */
	readonly showXray: (wanted: string) => SubmitResult;
	/** Shows the messages alone. */
	readonly showBare: () => void;
	/** Copies the n-th text from the end; without a number, lets the user select one. */
	readonly copy: (n: number | undefined) => SubmitResult;
	readonly setBell: (bell: Bell) => void;
	/**
	Turns mouse reports on or off. While they are on, the terminal's own selection needs Shift.
	*/
	readonly setMouse: (isOn: boolean) => void;
	readonly setTheme: (theme: Theme) => void;
	/** Writes the conversation to a file. */
	readonly save: (file: string) => SaveResult;
};

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

const findWord = <Word extends string>(words: readonly Word[], argument: string): Word | undefined =>
	words.find(word => word === argument.trim());

const switches = ['on', 'off'] as const;

/** Returns the commands that act on this screen. */
export const createScreenCommands = (screen: ScreenActions): readonly Command[] =>
	createCommands('screen', {
		help: createHelp(listAllCommands('screen'), screen.showHelp),
		find: (_, argument) =>
			foldForSearch(argument).trim() === '' ? refused('Usage: /find text') : screen.find(argument.trim()),
		open: () => screen.open(),
		copy(_, argument) {
			const n = argument.trim();
			return /^(?:[1-9]\d{0,8})?$/.test(n)
				? screen.copy(n === '' ? undefined : Number(n))
				: refused('Usage: /copy, or /copy 1 for the newest message');
		},
		bare() {
			screen.showBare();
			return accepted;
		},
		clear({notify}) {
			screen.clear();
			notify('Cleared here only. PgUp brings it back.');
			return accepted;
		},
		log: (_, argument) => screen.showLog(argument.trim()),
		xray: (_, argument) => screen.showXray(argument.trim()),
		save({notify}, argument) {
			if (argument.trim() === '') {
				return refused('Usage: /save file');
			}

			const result = screen.save(argument.trim());
			if (!result.ok) {
				return result;
			}

			void result.done.then(notify);
			return accepted;
		},
		bell({notify}, argument) {
			const bell = findWord(bells, argument);
			if (!bell) {
				return refused('Usage: /bell off, /bell mention or /bell all');
			}

			screen.setBell(bell);
			notify(bellSentences[bell]);
			return accepted;
		},
		mouse({notify}, argument) {
			const wanted = findWord(switches, argument);
			if (!wanted) {
				return refused('Usage: /mouse on or /mouse off');
			}

			screen.setMouse(wanted === 'on');
			notify(wanted === 'on' ? 'The mouse is on. To select text, hold Shift.' : 'The mouse is off.');
			return accepted;
		},
		theme({notify}, argument) {
			const theme = findWord(themes, argument);
			if (!theme) {
				return refused('Usage: /theme auto, /theme dark, /theme light or /theme none');
			}

			screen.setTheme(theme);
			notify(themeSentences[theme]);
			return accepted;
		},
	});
