import {Box} from 'ink';
import {layoutTitle} from '../layout/pane-title.ts';
import {RowText, RowTexts} from '../primitives/row-text.tsx';
import {layoutFaults} from './fault-rows.ts';

type Props = {
	readonly title: string;
	/** The index of the chosen fault. */
	readonly chosen: number;
	readonly columns: number;
	readonly rows: number;
};

/** The list of faults, shown in place of the panes. */
export function FaultChooser({title, chosen, columns, rows}: Props) {
	return (
		<Box flexDirection="column" height={rows} flexShrink={0} overflow="hidden">
			<RowText row={layoutTitle(title, {isFocused: true, isScrolled: false, newer: 0}, columns)} />
			<RowTexts rows={layoutFaults(chosen, {columns, height: rows - 1})} />
		</Box>
	);
}
