import {formatAliases, formatUsage} from '../../chat/commands/help-command.ts';
import type {CommandInfo} from '../../chat/commands/types.ts';
import {measureWidth, pad} from '../../text/width.ts';
import {cutRow, type Row} from '../primitives/rows.ts';

/** The rows of the list of commands above the composer. */

export type ShownCommands = {
	readonly commands: readonly CommandInfo[];
	/** The index of the command that Tab takes. */
	readonly chosen: number;
};

/** From this width on, the list shows what follows a command's name. */
const roomyColumns = 100;
/** The columns before a name, as many as before the draft, and after it. */
const markColumns = 3;
const gapColumns = 2;

/** Returns the help of a command, or its beginning if not all of it fits. */
const shortenHelp = (help: string, columns: number): string =>
	measureWidth(help) <= columns ? help : (/^[^,:;]+/.exec(help)?.[0] ?? help);

/** Returns what a command does, after the other name of it that was typed. */
const describe = ({name, help, aliases = []}: CommandInfo, begun: string, columns: number): string => {
	const typed = name.startsWith(begun) ? undefined : aliases.find(alias => alias.startsWith(begun));
	const start = typed === undefined ? '' : `${formatAliases({aliases: [typed]})}: `;
	return start + shortenHelp(help, columns - measureWidth(start));
};

/** Returns the index of the first row that is shown: the chosen one is in view. */
const findFirst = (chosen: number, length: number, rows: number): number =>
	Math.max(0, Math.min(chosen - Math.floor((rows - 1) / 2), length - rows));

/**
Lays out the commands around the chosen one, each on one row: its name, and what it does. `begun`:
what was typed of the name.
*/
export const layoutCommands = (
	{commands, chosen}: ShownCommands,
	begun: string,
	{columns, rows}: {readonly columns: number; readonly rows: number},
): readonly Row[] => {
	const names = commands.map(command => (columns < roomyColumns ? `/${command.name}` : formatUsage(command)));
	const nameColumns = Math.max(...names.map(name => measureWidth(name))) + gapColumns;
	const first = findFirst(chosen, commands.length, rows);
	return commands.slice(first, first + rows).map((command, place): Row => {
		const index = first + place;
		const isChosen = index === chosen;
		const help = describe(command, begun, columns - markColumns - nameColumns);
		return cutRow(
			[
				{text: isChosen ? ' › ' : '   ', tone: 'prompt'},
				{text: pad(names[index] ?? '', nameColumns), tone: isChosen ? 'key' : 'plain'},
				{text: help, tone: isChosen ? 'plain' : 'quiet'},
			],
			columns,
		);
	});
};
