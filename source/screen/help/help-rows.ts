import {formatAliases, formatUsage} from '../../chat/commands/help-command.ts';
import type {CommandInfo} from '../../chat/commands/types.ts';
import {pad} from '../../text/width.ts';
import {wrap} from '../../text/wrap.ts';
import {blankRow, type Row} from '../primitives/rows.ts';
import {mainKeys, moreKeys, type KeyHelp} from './key-help.ts';

/** The rows of the help. */

const narrowColumns = 70;
/** The width of the left column, which has the keys or the command. */
const keyColumns = 31;
/** More other names of a command stand in what `/help` says of it. */
const mostAliases = 3;

/** Below 70 columns, the explanation goes on the rows under its keys. */
const layoutItem = (keys: string, action: string, columns: number): readonly Row[] => {
	if (columns < narrowColumns) {
		return [
			...wrap(keys, columns - 2).map((line): Row => [{text: ` ${line}`, tone: 'key'}]),
			...wrap(action, columns - 4).map((line): Row => [{text: `   ${line}`, tone: 'quiet'}]),
		];
	}

	const left = wrap(keys, keyColumns - 2);
	const right = wrap(action, columns - keyColumns - 2);
	return Array.from({length: Math.max(left.length, right.length)}, (_, index): Row => [
		{text: ` ${pad(left[index] ?? '', keyColumns)}`, tone: 'key'},
		{text: right[index] ?? '', tone: 'quiet'},
	]);
};

const describeCommand = (command: CommandInfo): string => {
	const aliases = formatAliases(command, mostAliases);
	return `${command.help}${aliases === '' ? '' : ` (also ${aliases})`}`;
};

const layoutKeys = (keys: readonly KeyHelp[], columns: number): readonly Row[] =>
	keys.flatMap(({keys: names, action}) => layoutItem(names, action, columns));

const layoutSection = (title: string): Row => [{text: ` ${title}`, tone: 'title'}];

/** Lists the commands that can be used now, then the ten most needed keys, then the rest. */
export const layoutHelp = (commands: readonly CommandInfo[], columns: number): readonly Row[] => [
	layoutSection('Commands'),
	...commands.flatMap(command => layoutItem(formatUsage(command), describeCommand(command), columns)),
	blankRow,
	layoutSection('Keys'),
	...layoutKeys(mainKeys, columns),
	blankRow,
	layoutSection('More keys'),
	...layoutKeys(moreKeys, columns),
];

/** The help of fewer rows has no title. */
const titledRows = 4;

/** Returns how many rows of the help fit into `height`, the title not counted. */
export const countHelpRows = (height: number): number => Math.max(0, height < titledRows ? height : height - 1);
