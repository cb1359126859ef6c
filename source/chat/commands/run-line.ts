import {isBye} from '../../wire/plain-text.ts';
import {commandTable} from './command-table.ts';
import {findCommand} from './find-command.ts';
import {createHelp, describeUnknown} from './help-command.ts';
import {hostCommands} from './host-commands.ts';
import {createInvite} from './invite-command.ts';
import {createCoreCommands, isUsable, listCommandNames, sortCommands} from './list-commands.ts';
import {accepted, refused} from './results.ts';
import {roomCommands} from './room-commands.ts';
import type {Actions, Command, CommandInfo, SubmitResult} from './types.ts';

const everyCommand: readonly CommandInfo[] = commandTable;

/** Returns all commands of a place. `extra`: those that the place adds, or does otherwise. */
const listCommandsWith = (extra: readonly Command[]): readonly Command[] => {
	const core: readonly Command[] = createCoreCommands({
		...roomCommands,
		...hostCommands,
		invite: createInvite(),
		help: (actions, argument) => createHelp(commands)(actions, argument),
	});
	const commands = sortCommands([...core.filter(({name}) => extra.every(each => each.name !== name)), ...extra]);
	return commands;
};

/** Says where there is a command that some places do not have. */
const describeNeed = ({places = []}: CommandInfo): string => {
	if (!places.includes('screen')) {
		return 'is a command of --linear';
	}

	return places.includes('linear') ? 'needs the full screen or --linear' : 'needs the full screen';
};

/** `escape`: what sends the line as text, before the name. */
const refuseUnknown = (
	name: string,
	escape: string,
	commands: readonly Command[],
	{conditions}: Pick<Actions, 'conditions'>,
): SubmitResult => {
	const elsewhere = findCommand(name, everyCommand);
	if (elsewhere) {
		return refused(`/${name} ${describeNeed(elsewhere)}; it is not available here.`);
	}

	const usable = commands.filter(each => isUsable(each, conditions));
	return refused(describeUnknown(name, usable, `${escape}${name} sends it as text.`));
};

/** Commands whose arguments may be private. */
const privateNames = listCommandNames('msg');

/** Returns whether a path that begins with this word is taken for a mistyped command. */
const isSlashedName = (word: string): boolean =>
	everyCommand.some(({name}) => name === word) || privateNames.includes(word);

/** Returns whether a line begins with the name of a command, of whatever place. */
export const startsWithCommand = (line: string): boolean => {
	const {name = '', slash = ''} = /^\/(?<name>[^\s/]+)(?<slash>\/?)/.exec(line)?.groups ?? {};
	const word = name.toLowerCase();
	return slash === '' ? findCommand(word, everyCommand) !== undefined : isSlashedName(word);
};

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
const parseCommand = (line: string): Invocation | undefined => {
	const {word = '', rest = ''} = /^\/(?<word>[\p{L}?]\S*)(?<rest>.*)$/su.exec(line)?.groups ?? {};
	const name = word.toLowerCase();
	const [first = '', ...others] = name.split('/');
	return name !== '' && (others.length === 0 || isSlashedName(first))
		? {name, argument: rest.slice(1), hasMoreLines: rest.trimEnd().includes('\n')}
		: undefined;
};

/**
Returns the text that a line stands for: `//name` sends `/name`. Other slashes stay, such as those
of a comment, and so do the slashes of several lines.
*/
const unescapeText = (line: string): string => (/^\/\/[\p{L}?].*$/u.test(line) ? line.slice(1) : line);

/**
Returns the line to run for one that came together with others in one read, as a paste without marks
does: a `bye` among them is text.
*/
export const quoteBye = (line: string): string => (isBye(line) ? `/say ${line}` : line);

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

	const invocation = parseCommand(line);
	if (invocation) {
		const {name, argument, hasMoreLines} = invocation;
		const commands = listCommandsWith(extra);
		const command = findCommand(name, commands);
		if (command === undefined) {
			return refuseUnknown(name, line.includes('\n') ? '/say /' : '//', commands, actions);
		}

		if (hasMoreLines && !command.takesLines) {
			return refused(`/${name} is a command of one line, and more lines follow. /say /${name} sends them all as text.`);
		}

		return command.run(actions, command.takesLines ? argument : argument.trimEnd());
	}

	const text = unescapeText(line);
	return text.trim() === '' ? accepted : actions.send(text);
};
