import {memo} from 'react';
import {Box} from 'ink';
import {RowText} from '../primitives/row-text.tsx';
import {listHints, layoutHints, type HintContext} from './hints.ts';

type Props = HintContext & {
	readonly columns: number;
};

/** The keys that work right now. */
function StatusBarView({columns, ...context}: Props) {
	return (
		<Box height={1} flexShrink={0}>
			<RowText row={layoutHints(listHints(context), columns)} />
		</Box>
	);
}

export const StatusBar = memo(StatusBarView);
