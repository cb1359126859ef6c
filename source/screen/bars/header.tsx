import {memo} from 'react';
import {Box} from 'ink';
import {useNow} from '../primitives/use-now.ts';
import {RowText} from '../primitives/row-text.tsx';
import {findStatusReference} from '../primitives/status-text.ts';
import {layoutHeader, type HeaderState} from './header-row.ts';

type Props = {
	readonly state: HeaderState;
	readonly columns: number;
};

/** The top row: room, people and own name on the left, the status of the link on the right. */
function HeaderView({state, columns}: Props) {
	const now = useNow(findStatusReference(state) ?? state.lab?.active?.until);
	return (
		<Box height={1} flexShrink={0}>
			<RowText row={layoutHeader(state, columns, now)} />
		</Box>
	);
}

export const Header = memo(HeaderView);
