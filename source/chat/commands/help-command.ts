import {findCommand, suggestName} from './find-command.ts';
import {isUsable} from './list-commands.ts';
import {accepted, refused} from './results.ts';
import type {CommandInfo, RunCommand} from './types.ts';

/** Returns a command as it is typed: `/msg name text`. */
export const formatUsage = ({name, argument}: Pick<CommandInfo, 'name' | 'argument'>): string =>
	`/${name}${argument === undefined ? '' : ` ${argument}`}`;

/** Returns the other names of a command: `/q, /exit`. `most`: how many of them at most. */
export const formatAliases = ({aliases = []}: Pick<CommandInfo, 'aliases'>, most = Infinity): string =>
	aliases
		.slice(0, most)
		.map(alias => `/${alias}`)
		.join(', ');

/** Returns what one command does, and its other names. */
const describeCommand = (command: CommandInfo): string => {
	const aliases = formatAliases(command);
	return `${formatUsage(command)}: ${command.help}${aliases === '' ? '' : ` (also ${aliases})`}`;
};

/** Returns the sentences about an unknown command. `escape`: what sends it as text. */
export const describeUnknown = (name: string, commands: readonly CommandInfo[], escape?: string): string => {
	const meant = suggestName(name.split('/', 1)[0] ?? '', commands);
	const [next, mark] = meant === undefined ? ['Try /help', '.'] : [`Did you mean /${meant}?`, ''];
	const end = escape === undefined ? mark : `${mark === '' ? '' : ';'} ${escape}`;
	return `There is no command /${name}. ${next}${end}`;
};

/**
Returns what `/help` does. It says what one command does, or lists those that can be used now.
`commands`: all that the place has. `showAll`: shows them where the place has something better than
lines.
*/
export const createHelp =
	(commands: readonly CommandInfo[], showAll?: () => void): RunCommand =>
	({notify, conditions}, argument) => {
		const name = argument.trim().replace(/^\//, '').toLowerCase();
		const usable = commands.filter(each => isUsable(each, conditions));
		if (name !== '') {
			const command = findCommand(name, commands);
			if (!command) {
				return refused(describeUnknown(name, usable));
			}

			notify(describeCommand(command));
			return accepted;
		}

		if (showAll) {
			showAll();
			return accepted;
		}

		for (const command of usable) {
			notify(describeCommand(command));
		}

		notify(`bye: ${conditions.isHost ? 'close the room' : 'leave'}. //text sends /text.`);
		return accepted;
	};
