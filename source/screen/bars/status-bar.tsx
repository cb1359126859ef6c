import {memo} from 'react';
import {Box} from 'ink';
import {hintsOf, hintsRow, type Situation} from './hints.ts';
import {RowText} from '../primitives/row-text.tsx';

type Props = Situation & {
	readonly columns: number;
};

/** What works right now. */
function StatusBarView({columns, ...situation}: Props) {
	return (
		<Box height={1} flexShrink={0}>
			<RowText row={hintsRow(hintsOf(situation), columns)} />
		</Box>
	);
}

export const StatusBar = memo(StatusBarView);
