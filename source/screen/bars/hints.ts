import type {ChatState} from '../../chat/state.ts';
import {measureWidth} from '../../text/width.ts';
import {paneAsked} from '../layout/pane-focus.ts';
import type {Layout, View} from '../layout/layout.ts';
import type {Row, Span} from '../primitives/rows.ts';

/** Which keys do something right now. */

export type Situation = {
	readonly status: ChatState['status']['status'];
	readonly kind: Layout['kind'];
	/** The pane that has the focus. */
	readonly view: View;
	readonly isDraftEmpty: boolean;
	readonly isScrolled: boolean;
	/** There is more than is in view. */
	readonly canScroll: boolean;
	readonly canChangeAddress: boolean;
	readonly isPrompting: boolean;
};

export type Hint = {
	readonly key: string;
	readonly does: string;
	/** Where room is short, the highest goes first. */
	readonly rank: number;
};

const separator = ' · ';

const smaller: Readonly<Record<'log' | 'peers', string>> = {log: 'smaller log', peers: 'fewer peers'};

const viewHints = ({kind, view}: Situation): readonly Hint[] => {
	const doesFor = (asked: 'log' | 'peers') =>
		kind !== 'single' && view === asked ? smaller[asked] : paneAsked(kind, view, asked);
	return [
		{key: 'F2', does: doesFor('log'), rank: 3},
		{key: 'F3', does: doesFor('peers'), rank: 6},
	];
};

const scrollHint = ({view, canScroll, isDraftEmpty}: Situation): readonly Hint[] => {
	if (!canScroll) {
		return [];
	}

	if (view === 'messages') {
		return [{key: 'PgUp', does: 'history', rank: 4}];
	}

	return [{key: isDraftEmpty ? '↑↓ PgUp' : 'PgUp', does: view === 'log' ? 'earlier' : 'more', rank: 4}];
};

const enterHint = ({status, isDraftEmpty}: Situation): readonly Hint[] => {
	if (status === 'closed') {
		return [];
	}

	if (status === 'waiting' && isDraftEmpty) {
		return [{key: 'Enter', does: 'try now', rank: 0}];
	}

	return [{key: 'Enter', does: status === 'open' || status === 'listening' ? 'send' : 'send later', rank: 0}];
};

const leaveHint = ({status, isDraftEmpty}: Situation): readonly Hint[] => {
	if (!isDraftEmpty) {
		return [
			{key: 'Alt+Enter', does: 'new line', rank: 5},
			{key: 'Ctrl+C', does: 'clear', rank: 2},
		];
	}

	return [{key: status === 'open' || status === 'listening' ? 'bye' : 'Ctrl+C', does: 'leave', rank: 2}];
};

/** In the order in which they stand. */
export const hintsOf = (situation: Situation): readonly Hint[] => {
	const {view, isScrolled, canChangeAddress, isPrompting} = situation;
	if (isPrompting) {
		return [
			{key: 'Enter', does: 'connect', rank: 0},
			{key: 'Esc', does: 'cancel', rank: 0},
		];
	}

	return [
		...enterHint(situation),
		...(canChangeAddress ? [{key: 'F4', does: 'other address', rank: 1}] : []),
		...(view === 'messages' ? [] : [{key: 'Esc', does: 'back', rank: 1}]),
		...(isScrolled && view !== 'peers' ? [{key: 'End', does: 'newest', rank: 1}] : []),
		...scrollHint(situation),
		...viewHints(situation),
		{key: 'F1', does: 'help', rank: 7},
		...leaveHint(situation),
	];
};

/** What the keys do while their help stands over the panes. */
export const helpHints = (canScroll: boolean): readonly Hint[] => [
	{key: 'Esc', does: 'back to the chat', rank: 0},
	...(canScroll ? [{key: '↑↓ PgUp', does: 'scroll', rank: 1}] : []),
];

const columnsOf = (hints: readonly Hint[]): number =>
	hints.reduce((sum, {key, does}) => sum + separator.length + measureWidth(`${key} ${does}`), 1 - separator.length);

const withoutLeast = (hints: readonly Hint[]): readonly Hint[] => {
	const last = Math.max(...hints.map(({rank}) => rank));
	const index = hints.findLastIndex(({rank}) => rank === last);
	return hints.filter((_, place) => place !== index);
};

/** As many hints as fit on one row. */
export const hintsRow = (hints: readonly Hint[], columns: number): Row => {
	let kept = hints;
	while (kept.length > 1 && columnsOf(kept) > columns) {
		kept = withoutLeast(kept);
	}

	return [
		{text: ' '},
		...kept.flatMap(({key, does}, index): readonly Span[] => [
			...(index > 0 ? [{text: separator, tone: 'quiet'} satisfies Span] : []),
			{text: key, tone: 'key'},
			{text: ` ${does}`, tone: 'quiet'},
		]),
	];
};
