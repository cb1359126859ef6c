import {pad, measureWidth} from '../../text/width.ts';
import {wrap} from '../../text/wrap.ts';
import type {Hint} from '../bars/hints.ts';
import {keyHelp} from './key-help.ts';
import {blankRow, cutRow, type Row} from '../primitives/rows.ts';

/** What the keys and the commands do, as rows. */

export type HelpOptions = {
	/** What works in the chat as it stands. */
	readonly hints: readonly Hint[];
	readonly commands: ReadonlyArray<{readonly name: string; readonly argument?: string; readonly help: string}>;
};

const narrowColumns = 70;
const keyColumns = 38;
const narrowKeyColumns = 11;

/** In a narrow window the explanation stands under its keys. */
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

/** Short enough for one row. */
const layoutHint = (key: string, action: string, columns: number): Row => [
	{text: ` ${pad(key, columns < narrowColumns ? narrowKeyColumns : keyColumns)}`, tone: 'key'},
	{text: action, tone: 'quiet'},
];

/** What works right now first, then all keys and commands. */
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
