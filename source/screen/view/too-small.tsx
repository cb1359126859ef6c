import {Box} from 'ink';
import {wrap} from '../../text/wrap.ts';
import {minimumColumns, minimumRows} from '../layout/layout.ts';
import {RowTexts} from '../primitives/row-text.tsx';
import type {Row} from '../primitives/rows.ts';

type Props = {
	readonly columns: number;
	readonly rows: number;
};

/** Shown in a window that is too small for the chat. */
export function TooSmall({columns, rows}: Props) {
	const lines = wrap(`Make this window larger (${minimumColumns}×${minimumRows})`, columns);
	return (
		<Box flexDirection="column" height={rows} overflow="hidden">
			<RowTexts rows={lines.slice(0, rows).map((text): Row => [{text}])} />
		</Box>
	);
}
