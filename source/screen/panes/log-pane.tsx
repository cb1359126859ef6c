import {memo} from 'react';
import {Box} from 'ink';
import {countNewer, sliceView, type RowSource, type Scroll} from '../layout/scroll.ts';
import {layoutTitle} from '../layout/pane-title.ts';
import {RowText} from '../primitives/row-text.tsx';
import {layoutLogEntry, type LogEntry} from './log-rows.ts';

export const createLogSource = (log: readonly LogEntry[]): RowSource => ({
	length: log.length,
	getKey: index => String(log[index]?.key ?? ''),
	countRows: () => 1,
});

type LogRowProps = {
	readonly item: LogEntry;
	readonly columns: number;
};

function LogRowView({item, columns}: LogRowProps) {
	return <RowText row={layoutLogEntry(item, columns)} />;
}

const LogRow = memo(LogRowView);

type Props = {
	readonly log: readonly LogEntry[];
	readonly source: RowSource;
	readonly scroll: Scroll;
	readonly isFocused: boolean;
	readonly columns: number;
	readonly rows: number;
};

/** The socket events, newest at the bottom. */
function LogPaneView({log, source, scroll, isFocused, columns, rows}: Props) {
	const items = sliceView(source, scroll, rows - 1).flatMap(({index}) => log[index] ?? []);
	return (
		<Box flexDirection="column" height={rows} flexShrink={0}>
			<RowText
				row={layoutTitle(
					'Connection log',
					{isFocused, isScrolled: scroll !== undefined, newer: countNewer(source, scroll)},
					columns,
				)}
			/>
			{items.map(item => (
				<LogRow key={item.key} item={item} columns={columns} />
			))}
		</Box>
	);
}

export const LogPane = memo(LogPaneView);
