import {Box} from 'ink';
import {sanitizeLine} from '../../text/sanitize.ts';
import {hintsRow} from './hints.ts';
import {RowText} from '../primitives/row-text.tsx';
import {cutRow} from '../primitives/rows.ts';
import type {Found} from '../messages/use-find.ts';

type Props = {
	readonly found: Found;
	readonly columns: number;
};

const resultOf = ({place, count, isLooking}: Found): string => {
	if (isLooking) {
		return 'looking…';
	}

	return count === 0 ? 'not found' : `${place} of ${count}`;
};

/** What is looked for, where among the matches the view stands, and how to go on. */
export function FindBar({found, columns}: Props) {
	const hints = hintsRow(
		[
			{key: '↑↓', does: 'older, newer', rank: 1},
			{key: 'Esc', does: 'close', rank: 0},
		],
		columns,
	);
	return (
		<Box height={1} flexShrink={0}>
			<RowText
				row={cutRow(
					[
						{text: ` ${resultOf(found)}`, tone: 'title'},
						{text: ` for ${sanitizeLine(found.text)} ·`, tone: 'quiet'},
						...hints,
					],
					columns,
				)}
			/>
		</Box>
	);
}
