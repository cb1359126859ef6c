import type {ChatState} from '../../chat/state.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {measureWidth, truncate} from '../../text/width.ts';
import type {Row} from '../primitives/rows.ts';

/** The line above the composer, which says who is typing. */

type TypingState = Pick<ChatState, 'members' | 'myId'>;

/** At most this many are named; more are counted. */
const maximumNames = 2;
/** Wider names would hide the line. */
const widestName = 24;
/** What stands before the words: `── `. */
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

/**
Lays out the line in exactly `columns`: `── bob is typing ─────┴───`. `joint` is the column in which
the line between the panes meets it.
*/
export const layoutTypingRule = (state: TypingState, columns: number, joint: number | undefined): Row => {
	const line = Array.from({length: columns}, (_, column) => (column === joint ? '┴' : '─')).join('');
	const typing = describeTyping(state);
	if (typing === '') {
		return [{text: line, tone: 'rule'}];
	}

	const words = ` ${truncate(typing, columns - 2 * leadColumns)} `;
	const start = leadColumns - 1;
	return [
		{text: line.slice(0, start), tone: 'rule'},
		{text: words, tone: 'title'},
		{text: line.slice(start + measureWidth(words)), tone: 'rule'},
	];
};
