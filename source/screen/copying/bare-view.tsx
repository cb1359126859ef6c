import {Box} from 'ink';
import {sliceView, type Scroll} from '../layout/scroll.ts';
import {RowText, RowTexts} from '../primitives/row-text.tsx';
import type {Row} from '../primitives/rows.ts';
import type {MessageSource} from '../messages/message-source.ts';
import {listSlicedRows} from '../messages/sliced-rows.ts';

type Props = {
	readonly source: MessageSource;
	readonly scroll: Scroll;
	/** Shown until the first message. */
	readonly welcome: readonly Row[];
	readonly rows: number;
};

/**
The messages alone, on the whole window, for the terminal's own selection. They begin at the top, so
that nothing moves when more arrive.
*/
export function BareView({source, scroll, welcome, rows}: Props) {
	const drawn = listSlicedRows(source, sliceView(source, scroll, rows), false);
	return (
		<Box flexDirection="column" width="100%" height={rows} overflow="hidden">
			{drawn.length === 0 && <RowTexts rows={welcome.slice(0, rows)} />}
			{drawn.map(({key, row}) => (
				<RowText key={key} row={row} />
			))}
		</Box>
	);
}
