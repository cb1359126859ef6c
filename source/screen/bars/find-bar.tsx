import {Box} from 'ink';
import {sanitizeLine} from '../../text/sanitize.ts';
import {RowText} from '../primitives/row-text.tsx';
import {cutRow} from '../primitives/rows.ts';
import type {FindResult} from '../find/use-find.ts';
import {layoutHints} from './hints.ts';

type Props = {
	/** Undefined while nothing is searched for. */
	readonly result: FindResult | undefined;
	readonly columns: number;
};

const formatCount = (count: number): string => String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

/** Says what was searched, where that is not everything. */
const formatScope = ({isPartial, isWaiting, loaded, left, total}: FindResult): string => {
	if (isPartial) {
		return ` in the ${formatCount(loaded)} messages that are here`;
	}

	if (isWaiting) {
		return ' so far: it goes on once you are connected';
	}

	return left === undefined || left === 0 ? '' : ` in the newest ${formatCount(total - left)} of ${formatCount(total)}`;
};

export const formatResult = (result: FindResult): string => {
	const {text, place, count, isSearching, left, isWaiting, total, hit} = result;
	const quoted = `"${sanitizeLine(text)}"`;
	if (isSearching && isWaiting) {
		return `Searching for ${quoted} once you are connected`;
	}

	if (isSearching) {
		const done = left === undefined ? '' : `: looked through ${formatCount(total - left)} of ${formatCount(total)}`;
		return `Searching for ${quoted}${done}`;
	}

	const scope = formatScope(result);
	if (count === 0) {
		return `No match for ${quoted}${scope}`;
	}

	const within = hit && hit.count > 1 ? `, ${hit.count - hit.fromEnd} of ${hit.count} in it` : '';
	return `${formatCount(place)} of ${formatCount(count)} for ${quoted}${within}${scope}`;
};

/**
The bottom row during a search: the text, which of the matches is shown, and the keys that go on.
*/
export function FindBar({result, columns}: Props) {
	const words = result ? ` ${formatResult(result)}` : ' Type what to find';
	const hints = layoutHints(
		[
			{key: 'Enter ↑', action: 'older', rank: 1},
			{key: 'Alt+Enter ↓', action: 'newer', rank: 2},
			{key: 'Esc', action: 'close', rank: 0},
		],
		Math.max(12, columns - words.length - 2),
	);
	return (
		<Box height={1} flexShrink={0}>
			<RowText row={cutRow([{text: words, tone: 'title'}, {text: ' ·', tone: 'quiet'}, ...hints], columns)} />
		</Box>
	);
}
