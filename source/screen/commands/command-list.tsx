import {Box} from 'ink';
import {RowTexts} from '../primitives/row-text.tsx';
import {layoutCommands} from './command-rows.ts';
import type {CommandList as List} from './use-command-list.ts';

type Props = {
	readonly shown: NonNullable<List['shown']>;
	readonly columns: number;
	readonly rows: number;
};

/** The commands that begin as the draft does, above the composer. */
export function CommandList({shown, columns, rows}: Props) {
	return (
		<Box flexDirection="column" height={rows} flexShrink={0}>
			<RowTexts rows={layoutCommands(shown, shown.begun, {columns, rows})} />
		</Box>
	);
}
