import {memo} from 'react';
import {Box} from 'ink';
import {useNow} from '../primitives/use-now.ts';
import {layoutHeader, type HeaderState} from './header-row.ts';
import {RowText} from '../primitives/row-text.tsx';
import {findStatusReference} from '../primitives/status-text.ts';

type Props = HeaderState & {
	readonly columns: number;
};

/** Role, room and address at the left, and at the right how the link is doing now. */
function HeaderView({columns, ...state}: Props) {
	const now = useNow(findStatusReference(state));
	return (
		<Box height={1} flexShrink={0}>
			<RowText row={layoutHeader(state, columns, now)} />
		</Box>
	);
}

export const Header = memo(HeaderView);
