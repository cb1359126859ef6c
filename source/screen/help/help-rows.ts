import {pad, measureWidth} from '../../text/width.ts';
import {wrap} from '../../text/wrap.ts';
import type {Hint} from '../bars/hints.ts';
import {blankRow, cutRow, type Row} from '../primitives/rows.ts';
import {keyHelp} from './key-help.ts';

/** The rows of the help. */

export type HelpOptions = {
	/** The keys that work right now. */
	readonly hints: readonly Hint[];
	readonly commands: ReadonlyArray<{readonly name: string; readonly argument?: string; readonly help: string}>;
};

const narrowColumns = 70;
const keyColumns = 38;
const narrowKeyColumns = 11;

/** Below 70 columns, the explanation goes on the rows under its keys. */
const layoutHelpItem = (keys: string, action: string, columns: number): readonly Row[] => {
	if (columns < narrowColumns) {
		return [
			[{text: ` ${keys}`, tone: 'key'}],
			...wrap(action, columns - 4).map((line): Row => [{text: `   ${line}`, tone: 'quiet'}]),
		];
	}

	const lines = wrap(action, columns - keyColumns - 2);
	return lines.map((line, index): Row => [
		{text: ` ${pad(index === 0 ? keys : '', keyColumns)}`, tone: 'key'},
		{text: line, tone: 'quiet'},
	]);
};

/** A hint always fits on one row. */
const layoutHint = (key: string, action: string, columns: number): Row => [
	{text: ` ${pad(key, columns < narrowColumns ? narrowKeyColumns : keyColumns)}`, tone: 'key'},
	{text: action, tone: 'quiet'},
];

/** Lists what works right now, then all keys, then all commands. */
export const layoutHelp = ({hints, commands}: HelpOptions, columns: number): readonly Row[] =>
	[
		[{text: ' Right now', tone: 'title'} as const],
		...hints.map(({key, action}) => layoutHint(key, action, columns)),
		blankRow,
		[{text: ' Keys', tone: 'title'} as const],
		...keyHelp.flatMap(({keys, action}) =>
			layoutHelpItem(measureWidth(keys) < keyColumns ? keys : keys.replaceAll(', ', ' '), action, columns),
		),
		blankRow,
		[{text: ' Commands', tone: 'title'} as const],
		...commands.flatMap(({name, argument, help}) =>
			layoutHelpItem(`/${name}${argument === undefined ? '' : ` ${argument}`}`, help, columns),
		),
	].map(row => cutRow(row, columns));
