import {Box} from 'ink';
import {formatRange, layoutTitle} from '../layout/pane-title.ts';
import {RowText, RowTexts} from '../primitives/row-text.tsx';
import type {Row} from '../primitives/rows.ts';
import {countHelpRows} from './help-rows.ts';

type Props = {
	readonly title: string;
	readonly content: readonly Row[];
	/** The index of the first visible row. */
	readonly first: number;
	readonly columns: number;
	readonly rows: number;
};

/** The help for keys and commands, or another page, shown in place of the panes. */
export function Help({title, content, first, columns, rows}: Props) {
	const contentRows = countHelpRows(rows);
	const range = formatRange(first, contentRows, content.length);
	return (
		<Box flexDirection="column" height={rows} flexShrink={0} overflow="hidden">
			{contentRows < rows && (
				<RowText row={layoutTitle(title, {isFocused: true, isScrolled: false, newer: 0, range}, columns)} />
			)}
			<RowTexts rows={content.slice(first, first + contentRows)} />
		</Box>
	);
}
