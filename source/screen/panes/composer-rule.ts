import type {ChatState} from '../../chat/state.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {measureWidth, truncate} from '../../text/width.ts';
import type {Row, Span} from '../primitives/rows.ts';

/** The line above the composer: how many messages arrived below the view, and who is typing. */

type TypingState = Pick<ChatState, 'members' | 'myId'>;

/** At most this many are named; more are counted. */
const maximumNames = 2;
/** Wider names would hide the line. */
const widestName = 24;
/** The columns of `── `, before the words. */
const leadColumns = 3;

/** Returns who else is typing; '' if nobody is. */
export const describeTyping = ({members, myId}: TypingState): string => {
	const names = members
		.filter(({id, isTyping, status}) => isTyping && status === 'here' && id !== myId)
		.map(({name}) => truncate(sanitizeLine(name), widestName));
	if (names.length === 0) {
		return '';
	}

	return names.length > maximumNames
		? `${names.length} are typing`
		: `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} typing`;
};

type ViewState = {
	/** True if the newest messages are below the view. */
	readonly isScrolled: boolean;
	/** The number of items that arrived since then. */
	readonly newer: number;
	/** True if the key End leads to the newest. */
	readonly isEndKey: boolean;
};

const describeView = ({isScrolled, newer, isEndKey}: ViewState): string => {
	if (!isScrolled) {
		return '';
	}

	return `${newer === 0 ? 'scrolled back' : `↓ ${newer} new`}${isEndKey ? ' · End' : ''}`;
};

/**
Lays out the line in exactly `columns`: `── ↓ 2 new · End ── bob is typing ─────┴───`. `joint` is
the column in which the line between the panes meets it.
*/
export const layoutComposerRule = (
	state: TypingState,
	view: ViewState,
	{columns, joint}: {readonly columns: number; readonly joint?: number | undefined},
): Row => {
	const line = Array.from({length: columns}, (_, column) => (column === joint ? '┴' : '─')).join('');
	const parts: readonly Span[] = [
		{text: describeView(view), tone: view.newer > 0 ? 'news' : 'quiet'},
		{text: describeTyping(state), tone: 'title'},
	];
	const row: Span[] = [];
	let used = 0;
	for (const {text, tone} of parts) {
		const room = columns - used - 2 * leadColumns;
		if (text !== '' && room > 0) {
			const start = used + leadColumns - 1;
			const words = ` ${truncate(text, room)} `;
			row.push({text: line.slice(used, start), tone: 'rule'}, {text: words, tone});
			used = start + measureWidth(words);
		}
	}

	return [...row, {text: line.slice(used), tone: 'rule'}];
};
