import {Box} from 'ink';
import {pad, width} from '../text/width.ts';
import {wrap} from '../text/wrap.ts';
import {keyHelp} from './key-help.ts';
import {RowTexts} from './row-text.tsx';
import {blankRow, cutRow, type Row} from './rows.ts';

type Props = {
	readonly columns: number;
	readonly rows: number;
	readonly commands: ReadonlyArray<{readonly name: string; readonly argument?: string; readonly help: string}>;
};

const narrowColumns = 70;
const keyColumns = 38;

/** In a narrow window the explanation stands under its keys. */
const entry = (keys: string, does: string, columns: number): readonly Row[] => {
	if (columns < narrowColumns) {
		return [[{text: ` ${keys}`, tone: 'key'}], ...wrap(does, columns - 4).map((line): Row => [{text: `   ${line}`, tone: 'quiet'}])];
	}

	const lines = wrap(does, columns - keyColumns - 2);
	return lines.map((line, index): Row => [
		{text: ` ${pad(index === 0 ? keys : '', keyColumns)}`, tone: 'key'},
		{text: line, tone: 'quiet'},
	]);
};

/** What the keys and the commands do, over the panes. What has no room is cut: the readme has it all. */
export function Help({columns, rows, commands}: Props) {
	const all: readonly Row[] = [
		[{text: ' Keys', tone: 'title'}],
		...keyHelp.flatMap(({keys, does}) => entry(width(keys) < keyColumns ? keys : keys.replaceAll(', ', ' '), does, columns)),
		blankRow,
		[{text: ' Commands', tone: 'title'}],
		...commands.flatMap(({name, argument, help}) => entry(`/${name}${argument === undefined ? '' : ` ${argument}`}`, help, columns)),
	];
	return (
		<Box flexDirection="column" height={rows} flexShrink={0} overflow="hidden">
			<RowTexts rows={all.slice(0, rows).map(row => cutRow(row, columns))} />
		</Box>
	);
}
