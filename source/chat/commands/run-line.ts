import {isBye} from '../../wire/plain-text.ts';
import {hostCommands} from './host-commands.ts';
import {accepted, refused} from './results.ts';
import {connectionCommands, messageCommands} from './room-commands.ts';
import {screenCommandNames} from './screen-command-names.ts';
import type {Actions, Command, CommandInfo, SubmitResult} from './types.ts';

/**
Returns the commands of a host or a client. `extra`: those of the place where lines are typed.
*/
export const listCommands = <Extra extends CommandInfo>(
	isHost: boolean,
	extra: readonly Extra[],
): ReadonlyArray<Command | Extra> => [
	...messageCommands,
	...extra,
	...(isHost ? hostCommands : []),
	helpCommand(extra),
	...connectionCommands,
];

const helpCommand = (extra: readonly CommandInfo[]): Command => ({
	name: 'help',
	help: 'list these commands',
	run({notify, host}) {
		for (const {name, argument, help} of listCommands(host !== undefined, extra)) {
			notify(`/${name}${argument === undefined ? '' : ` ${argument}`}: ${help}`);
		}

		notify(host ? 'bye: close the room. //text sends /text.' : 'bye: leave. //text sends /text.');
		return accepted;
	},
});

const findCommand = (name: string, extra: readonly Command[]): Command | undefined =>
	listCommands(true, extra).find(command => command.name === name);

const namesOfScreenCommands: readonly string[] = screenCommandNames;

/** `escape`: what sends the line as text, before the name. */
const refuseUnknown = (name: string, escape: string): SubmitResult =>
	namesOfScreenCommands.includes(name)
		? refused(`/${name} needs the full screen; it is not available here.`)
		: refused(`There is no command /${name}. Try /help; ${escape}${name} sends it as text.`);

const isCommandName = (name: string, extra: readonly Command[]): boolean =>
	namesOfScreenCommands.includes(name) || findCommand(name, extra) !== undefined;

/** Returns whether a line begins with the name of a command, of whatever place. */
export const startsWithCommand = (line: string): boolean =>
	isCommandName((/^\/(?<name>[^\s/]+)/.exec(line)?.groups?.name ?? '').toLowerCase(), []);

type Invocation = {
	readonly name: string;
	readonly argument: string;
	/** Whether text follows the line with the name. */
	readonly hasMoreLines: boolean;
};

/**
Parses a line that is a command: a slash, a letter, and no further slash in the word. A path such as
`/usr/bin` and a comment are text; a path that begins with the name of a command is taken for a
mistyped command, whose argument may be private.
*/
const parseCommand = (line: string, extra: readonly Command[]): Invocation | undefined => {
	const {word = '', rest = ''} = /^\/(?<word>[\p{L}?]\S*)(?<rest>.*)$/su.exec(line)?.groups ?? {};
	const name = word.toLowerCase();
	const [first = '', ...others] = name.split('/');
	return name !== '' && (others.length === 0 || isCommandName(first, extra))
		? {name, argument: rest.slice(1), hasMoreLines: rest.trimEnd().includes('\n')}
		: undefined;
};

/**
Returns the text that a line stands for: `//name` sends `/name`. Other slashes stay, such as those
of a comment, and so do the slashes of several lines.
*/
const unescapeText = (line: string): string => (/^\/\/[\p{L}?].*$/u.test(line) ? line.slice(1) : line);

/**
Runs a line as a person types it: `bye`, a slash command, or text to send. An empty line is accepted
and does nothing.

@param extra Commands of the place where the line was typed, such as the screen's.
*/
export const runLine = (line: string, actions: Actions, extra: readonly Command[] = []): SubmitResult => {
	if (isBye(line)) {
		actions.leave();
		return accepted;
	}

	const invocation = parseCommand(line, extra);
	if (invocation) {
		const {name, argument, hasMoreLines} = invocation;
		const command = findCommand(name, extra);
		if (command === undefined) {
			return refuseUnknown(name, line.includes('\n') ? '/say /' : '//');
		}

		if (hasMoreLines && !command.takesLines) {
			return refused(`/${name} is a command of one line, and more lines follow. /say /${name} sends them all as text.`);
		}

		return command.run(actions, command.takesLines ? argument : argument.trimEnd());
	}

	const text = unescapeText(line);
	return text.trim() === '' ? accepted : actions.send(text);
};
