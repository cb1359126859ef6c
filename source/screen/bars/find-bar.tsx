import {Box} from 'ink';
import {sanitizeLine} from '../../text/sanitize.ts';
import {layoutHints} from './hints.ts';
import {RowText} from '../primitives/row-text.tsx';
import {cutRow} from '../primitives/rows.ts';
import type {FindResult} from '../messages/use-find.ts';

type Props = {
	readonly result: FindResult;
	readonly columns: number;
};

const formatSearchResult = ({place, count, isSearching: isLooking}: FindResult): string => {
	if (isLooking) {
		return 'looking…';
	}

	return count === 0 ? 'not found' : `${place} of ${count}`;
};

/** What is looked for, where among the matches the view stands, and how to go on. */
export function FindBar({result, columns}: Props) {
	const hints = layoutHints(
		[
			{key: '↑↓', action: 'older, newer', rank: 1},
			{key: 'Esc', action: 'close', rank: 0},
		],
		columns,
	);
	return (
		<Box height={1} flexShrink={0}>
			<RowText
				row={cutRow(
					[
						{text: ` ${formatSearchResult(result)}`, tone: 'title'},
						{text: ` for ${sanitizeLine(result.text)} ·`, tone: 'quiet'},
						...hints,
					],
					columns,
				)}
			/>
		</Box>
	);
}
