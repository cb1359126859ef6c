import {Box} from 'ink';
import {sanitizeLine} from '../../text/sanitize.ts';
import {RowText} from '../primitives/row-text.tsx';
import {cutRow} from '../primitives/rows.ts';
import type {FindResult} from '../messages/use-find.ts';
import {layoutHints} from './hints.ts';

type Props = {
	readonly result: FindResult;
	readonly columns: number;
};

const formatResult = ({text, place, count, isSearching, left, isWaiting}: FindResult): string => {
	const quoted = `"${sanitizeLine(text)}"`;
	if (isSearching) {
		const rest = left === undefined ? '' : ` ${left} older messages left`;
		return isWaiting ? `Searching for ${quoted} once you are connected` : `Searching for ${quoted}…${rest}`;
	}

	return count === 0 ? `No match for ${quoted}` : `${place} of ${count} for ${quoted}`;
};

/**
The bottom row during a search: the text, which of the matches is shown, and the keys that go on.
*/
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
					[{text: ` ${formatResult(result)}`, tone: 'title'}, {text: ' ·', tone: 'quiet'}, ...hints],
					columns,
				)}
			/>
		</Box>
	);
}
