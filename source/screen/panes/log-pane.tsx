import {memo} from 'react';
import {Box} from 'ink';
import {newerThan, visibleSlices, type RowSource, type Scroll} from '../layout/use-scroll.ts';
import {logRow, type LogItem} from './log-rows.ts';
import {titleRow} from '../layout/pane-title.ts';
import {RowText} from '../primitives/row-text.tsx';

export const logSource = (log: readonly LogItem[]): RowSource => ({
	length: log.length,
	keyAt: index => String(log[index]?.key ?? ''),
	rowsAt: () => 1,
});

type EntryProps = {
	readonly item: LogItem;
	readonly columns: number;
};

function LogEntryView({item, columns}: EntryProps) {
	return <RowText row={logRow(item, columns)} />;
}

const LogEntry = memo(LogEntryView);

type Props = {
	readonly log: readonly LogItem[];
	readonly source: RowSource;
	readonly scroll: Scroll;
	readonly isFocused: boolean;
	readonly columns: number;
	readonly rows: number;
};

/** What the sockets do, newest at the bottom. */
function ConnectionLogView({log, source, scroll, isFocused, columns, rows}: Props) {
	const items = visibleSlices(source, scroll, rows - 1).flatMap(({index}) => log[index] ?? []);
	return (
		<Box flexDirection="column" height={rows} flexShrink={0}>
			<RowText
				row={titleRow(
					'Connection log',
					{isFocused, isScrolled: scroll !== undefined, newer: newerThan(source, scroll)},
					columns,
				)}
			/>
			{items.map(item => (
				<LogEntry key={item.key} item={item} columns={columns} />
			))}
		</Box>
	);
}

export const ConnectionLog = memo(ConnectionLogView);
