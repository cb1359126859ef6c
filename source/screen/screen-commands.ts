import {createHelp} from '../chat/commands/help-command.ts';
import {createInvite, type InvitationOutputs} from '../chat/commands/invite-command.ts';
import {createCommands, listAllCommands} from '../chat/commands/list-commands.ts';
import {createChoice, createCopy, createFind, createJump, createSave} from '../chat/commands/local-commands.ts';
import {accepted} from '../chat/commands/results.ts';
import type {Command, OnSaveProgress, SaveResult, SubmitResult} from '../chat/commands/types.ts';
import type {JumpTarget} from '../chat/jump/parse-jump.ts';
import type {Bell, Theme} from '../config/preferences.ts';

/** The actions of the screen's own commands. None of them sends anything. */
export type ScreenActions = {
	/** What can be done with the invitation, besides showing it. */
	readonly invitation: InvitationOutputs;
	/** Searches the whole conversation. */
	readonly find: (text: string) => SubmitResult;
	/** Goes to a place in the conversation, or says why not. */
	readonly jump: (target: JumpTarget) => void;
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
	readonly save: (file: string, onProgress: OnSaveProgress) => SaveResult;
	/** Shows the progress of a save until the next call; undefined: nothing any more. */
	readonly showProgress: (text: string | undefined) => void;
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

const mouseSentences = {
	on: 'The mouse is on. To select text, hold Shift.',
	off: 'The mouse is off.',
} as const;

/** Returns the commands that act on this screen. */
export const createScreenCommands = (screen: ScreenActions): readonly Command[] =>
	createCommands('screen', {
		help: createHelp(listAllCommands('screen'), screen.showHelp),
		find: createFind(screen.find),
		invite: createInvite(screen.invitation),
		jump: createJump(screen.jump),
		open: () => screen.open(),
		copy: createCopy(screen.copy),
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
		save: createSave(screen.save, screen.showProgress, {interval: 300, elapsed: () => performance.now()}),
		bell: createChoice('bell', bellSentences, screen.setBell),
		mouse: createChoice('mouse', mouseSentences, word => {
			screen.setMouse(word === 'on');
		}),
		theme: createChoice('theme', themeSentences, screen.setTheme),
	});
