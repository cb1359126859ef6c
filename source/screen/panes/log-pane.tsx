import {memo} from 'react';
import {Box} from 'ink';
import {countNewer, sliceView, type Scroll} from '../layout/scroll.ts';
import {layoutTitle} from '../layout/pane-title.ts';
import {RowText, RowTexts} from '../primitives/row-text.tsx';
import type {Row} from '../primitives/rows.ts';
import type {LogSource} from './log-source.ts';

type Props = {
	readonly source: LogSource;
	readonly scroll: Scroll;
	/** The open sockets, which do not scroll. */
	readonly pins: readonly Row[];
	/** Which rows are shown, if not the usual ones. */
	readonly choice: string | undefined;
	readonly isFocused: boolean;
	readonly columns: number;
	readonly rows: number;
};

/** The open sockets, and below them what has happened, newest at the bottom. */
function LogPaneView({source, scroll, pins, choice, isFocused, columns, rows}: Props) {
	const drawn = sliceView(source, scroll, rows - 1 - pins.length).flatMap(({index, from, to}) =>
		source
			.getRows(index)
			.slice(from, to)
			.map((row, offset) => ({key: `${source.getKey(index)} ${from + offset}`, row})),
	);
	return (
		<Box flexDirection="column" height={rows} flexShrink={0}>
			<RowText
				row={layoutTitle(
					'Connection log',
					{
						isFocused,
						...(choice !== undefined && {count: {text: ` ${choice}`, tone: 'quiet'}}),
						isScrolled: scroll !== undefined,
						newer: countNewer(source, scroll),
					},
					columns,
				)}
			/>
			<RowTexts rows={pins} />
			{drawn.map(({key, row}) => (
				<RowText key={key} row={row} />
			))}
		</Box>
	);
}

export const LogPane = memo(LogPaneView);
