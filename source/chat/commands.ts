import {actionStart} from '../text/message.ts';
import type {Member, Recipient} from '../room/member.ts';
import {isBye} from '../wire/plain.ts';
import type {SubmitResult} from './chat.ts';
import {readWhisper} from './whisper.ts';

/** What a command may do. */
export type CommandContext = {
	/** Says it to all, or to one member alone. */
	readonly send: (text: string, to?: Recipient) => void;
	/** Who can be spoken to in private; undefined where nobody can. */
	readonly members: readonly Member[] | undefined;
	readonly myId: string | undefined;
	readonly rename: (name: string) => SubmitResult;
	readonly leave: () => void;
	readonly retry: () => void;
	/** Shows who is here, and at which addresses. */
	readonly who: () => void;
	/** Shows a line to the user alone. */
	readonly tell: (text: string) => void;
	/** Only where the user is the host. */
	readonly host?: HostPowers;
	/** Only where there is a screen. */
	readonly screen?: ScreenPowers;
};

/** When the terminal rings: never, when somebody says my name, or at each message. */
export const bells = ['off', 'mention', 'all'] as const;
export type Bell = (typeof bells)[number];

/** What the colours are made for: whatever the terminal says, a dark or a light background, or no colours. */
export const themes = ['auto', 'dark', 'light', 'none'] as const;
export type Theme = (typeof themes)[number];

/** What a screen does for its user alone. */
export type ScreenPowers = {
	/** Looks for a text in all that was said. */
	readonly find: (text: string) => SubmitResult;
	/** Shows nothing of what was said before now. */
	readonly clear: () => void;
	/** Shows the connection log larger, or as before. */
	readonly showLog: () => void;
	readonly setBell: (bell: Bell) => void;
	/** Takes the mouse's wheel and clicks from the terminal, or gives them back. */
	readonly setMouse: (isOn: boolean) => void;
	readonly setTheme: (theme: Theme) => void;
	/** Writes what was said to a file. */
	readonly save: (file: string) => SubmitResult;
};

/** What a host may do in its room. */
export type HostPowers = {
	/** Ends the member's connection and changes the code, so that it does not come back. */
	readonly kick: (name: string) => SubmitResult;
	readonly showCode: () => void;
	readonly newCode: () => void;
	/** Lets nobody new in, or lets them in again. */
	readonly lock: (isLocked: boolean) => void;
};

/** What Tab makes an argument of: the path of a file, the name of somebody who is here, or one of these words. */
export type ArgumentKind = 'file' | 'member' | readonly string[];

export type Command = {
	readonly name: string;
	/** What follows the name, as the help shows it. */
	readonly argument?: string;
	readonly argumentKind?: ArgumentKind;
	readonly help: string;
	readonly isForHost?: boolean;
	readonly isForScreen?: boolean;
	readonly run: (context: CommandContext, argument: string) => SubmitResult;
};

const done: SubmitResult = {ok: true};
const notScreen: SubmitResult = {ok: false, text: 'That is for a screen.'};
const notHost: SubmitResult = {ok: false, text: 'Only the host of a room can do that.'};

/** The one table of slash commands: what is not in it does not exist. */
export const commands: readonly Command[] = [
	{
		name: 'say',
		argument: 'text',
		help: 'send the text as it is, even the word bye',
		run({send}, argument) {
			if (argument === '') {
				return {ok: false, text: 'Say what? /say text'};
			}

			send(argument);
			return done;
		},
	},
	{
		name: 'name',
		argument: 'name',
		help: 'change what others call you',
		run: ({rename}, argument) => (argument === '' ? {ok: false, text: 'Which name? /name name'} : rename(argument)),
	},
	{
		name: 'me',
		argument: 'does something',
		help: 'say what you do: "/me waves"',
		run({send}, argument) {
			if (argument.trim() === '') {
				return {ok: false, text: 'What do you do? /me waves'};
			}

			send(actionStart + argument);
			return done;
		},
	},
	{
		name: 'msg',
		argument: 'name text',
		argumentKind: 'member',
		help: 'say something to one member alone',
		run({send, members, myId}, argument) {
			const whisper = readWhisper(argument, members, myId);
			if (whisper.ok) {
				send(whisper.text, whisper.to);
			}

			return whisper;
		},
	},
	{
		name: 'find',
		argument: 'text',
		help: 'look for a text in all that was said',
		isForScreen: true,
		run({screen}, argument) {
			if (!screen) {
				return notScreen;
			}

			return argument.trim() === '' ? {ok: false, text: 'Find what? /find text'} : screen.find(argument.trim());
		},
	},
	{
		name: 'clear',
		help: 'empty the message pane; PgUp brings it all back',
		isForScreen: true,
		run({screen}) {
			screen?.clear();
			return screen ? done : notScreen;
		},
	},
	{
		name: 'log',
		help: 'show the connection log larger, or as before',
		isForScreen: true,
		run({screen}) {
			screen?.showLog();
			return screen ? done : notScreen;
		},
	},
	{
		name: 'save',
		argument: 'file',
		argumentKind: 'file',
		help: 'write what was said to a file',
		isForScreen: true,
		run({screen}, argument) {
			if (!screen) {
				return notScreen;
			}

			return argument.trim() === '' ? {ok: false, text: 'Save it where? /save file'} : screen.save(argument.trim());
		},
	},
	{
		name: 'bell',
		argument: 'off|mention|all',
		argumentKind: bells,
		help: 'when to ring: never, at my name, or at each message',
		isForScreen: true,
		run({screen}, argument) {
			const bell = bells.find(each => each === argument.trim());
			if (!bell) {
				return {ok: false, text: 'When? /bell off, /bell mention or /bell all'};
			}

			screen?.setBell(bell);
			return screen ? done : notScreen;
		},
	},
	{
		name: 'mouse',
		argument: 'on|off',
		argumentKind: ['on', 'off'],
		help: "scroll with the wheel, and point at panes; the terminal's own selection then takes Shift",
		isForScreen: true,
		run({screen}, argument) {
			const wanted = argument.trim();
			if (wanted !== 'on' && wanted !== 'off') {
				return {ok: false, text: 'Either /mouse on or /mouse off.'};
			}

			screen?.setMouse(wanted === 'on');
			return screen ? done : notScreen;
		},
	},
	{
		name: 'theme',
		argument: 'auto|dark|light|none',
		argumentKind: themes,
		help: 'colours for what the terminal says, for a dark or a light background, or none',
		isForScreen: true,
		run({screen}, argument) {
			const theme = themes.find(each => each === argument.trim());
			if (!theme) {
				return {ok: false, text: 'Which? /theme auto, /theme dark, /theme light or /theme none'};
			}

			screen?.setTheme(theme);
			return screen ? done : notScreen;
		},
	},
	{
		name: 'who',
		help: 'show who is here, with addresses',
		run({who}) {
			who();
			return done;
		},
	},
	{
		name: 'kick',
		argument: 'name',
		argumentKind: 'member',
		help: 'send somebody out; the room gets a new code, which those who stay are given',
		isForHost: true,
		run: ({host}, argument) => (argument === '' ? {ok: false, text: 'Kick whom? /kick name'} : (host?.kick(argument) ?? notHost)),
	},
	{
		name: 'code',
		argument: '[new]',
		argumentKind: ['new'],
		help: 'show the code that others join with, or change it',
		isForHost: true,
		run({host}, argument) {
			if (!host) {
				return notHost;
			}

			if (argument !== '' && argument !== 'new') {
				return {ok: false, text: 'Either /code or /code new.'};
			}

			if (argument === 'new') {
				host.newCode();
			} else {
				host.showCode();
			}

			return done;
		},
	},
	{
		name: 'lock',
		argument: '[off]',
		argumentKind: ['off'],
		help: 'let nobody new in, or let them in again',
		isForHost: true,
		run({host}, argument) {
			if (!host) {
				return notHost;
			}

			if (argument !== '' && argument !== 'off') {
				return {ok: false, text: 'Either /lock or /lock off.'};
			}

			host.lock(argument !== 'off');
			return done;
		},
	},
	{
		name: 'retry',
		help: 'try to connect now',
		run({retry}) {
			retry();
			return done;
		},
	},
	{
		name: 'help',
		help: 'show these commands',
		run({tell, host, screen}) {
			for (const {name, argument, help} of commandsFor({isHost: host !== undefined, hasScreen: screen !== undefined})) {
				tell(`/${name}${argument === undefined ? '' : ` ${argument}`}: ${help}`);
			}

			tell('bye: leave (as host: close the room). //text sends /text.');
			return done;
		},
	},
	{
		name: 'quit',
		help: 'leave, as bye does',
		run({leave}) {
			leave();
			return done;
		},
	},
];

/** The commands that work for a host or a join, with a screen or without. */
export const commandsFor = ({isHost, hasScreen}: {readonly isHost: boolean; readonly hasScreen: boolean}): readonly Command[] =>
	commands.filter(({isForHost, isForScreen}) => (isHost || !isForHost) && (hasScreen || !isForScreen));

/** A line as a person types it: `bye`, a slash command, or words to send. An empty line is taken and nothing is done. */
export const runLine = (line: string, context: CommandContext): SubmitResult => {
	if (isBye(line)) {
		context.leave();
		return done;
	}

	const [, name = '', argument = ''] = /^\/([^\s/]\S*)\s?(.*)$/s.exec(line) ?? [];
	if (name === '') {
		const text = line.startsWith('//') ? line.slice(1) : line;
		if (text.trim() !== '') {
			context.send(text);
		}

		return done;
	}

	const command = commands.find(each => each.name === name.toLowerCase());
	return command
		? command.run(context, argument)
		: {ok: false, text: `There is no command /${name}. Try /help; //${name} sends it as text.`};
};
