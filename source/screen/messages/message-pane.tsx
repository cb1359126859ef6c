import {memo} from 'react';
import {Box} from 'ink';
import {countNewer, sliceView, type Scroll} from '../layout/scroll.ts';
import {layoutTitle} from '../layout/pane-title.ts';
import {RowText, RowTexts} from '../primitives/row-text.tsx';
import {formatDay, formatShortDay} from '../../text/format-time.ts';
import {markRow, type Row} from '../primitives/rows.ts';
import type {MessageSource} from './message-source.ts';
import {listSlicedRows} from './sliced-rows.ts';

type Props = {
	readonly source: MessageSource;
	readonly scroll: Scroll;
	/** Whether the last message is below the view. */
	readonly isScrolled: boolean;
	readonly isFocused: boolean;
	/** The keys of the selected messages. */
	readonly selected?: ReadonlySet<string> | undefined;
	/** Shown until the first message. */
	readonly welcome: readonly Row[];
	readonly hasTitle: boolean;
	/** True if the line above the composer says how far the view is scrolled. */
	readonly hasRule: boolean;
	readonly columns: number;
	readonly rows: number;
};

/** The conversation, newest at the bottom. Only the visible rows are laid out. */
function MessagePaneView({
	source,
	scroll,
	isScrolled,
	isFocused,
	selected,
	welcome,
	hasTitle,
	hasRule,
	columns,
	rows,
}: Props) {
	const viewRows = hasTitle ? rows - 1 : rows;
	const slices = sliceView(source, scroll, viewRows);
	const [top] = slices;
	const day = top && source.getDay(top.index, top.from);
	const drawn = listSlicedRows(source, slices, true);
	const greeting = welcome.slice(0, Math.max(0, viewRows - drawn.length));
	return (
		<Box flexDirection="column" height={rows} flexShrink={0}>
			{hasTitle ? (
				<RowText
					row={layoutTitle(
						'Messages',
						{
							isFocused,
							date: day === undefined ? undefined : [formatDay(day), formatShortDay(day)],
							origin: top && source.getOrigin(top.index, top.from),
							isScrolled: !hasRule && isScrolled,
							newer: countNewer(source, scroll),
						},
						columns,
					)}
				/>
			) : null}
			<RowTexts rows={greeting} />
			<Box flexGrow={1} />
			{drawn.map(({key, item, row}) => (
				<RowText key={key} row={selected?.has(item) ? markRow(row, columns) : row} />
			))}
		</Box>
	);
}

export const MessagePane = memo(MessagePaneView);
