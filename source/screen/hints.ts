import type {ChatState} from '../chat/state.ts';
import {width} from '../text/width.ts';
import {nextView, type Layout, type View} from './layout.ts';
import type {Row, Span} from './rows.ts';

/** Which keys do something right now. */

export type Situation = {
	readonly status: ChatState['status']['status'];
	readonly kind: Layout['kind'];
	readonly view: View;
	readonly isDraftEmpty: boolean;
	readonly isScrolled: boolean;
	/** There is something above the first row. */
	readonly canScroll: boolean;
	readonly canChangeAddress: boolean;
	readonly isPrompting: boolean;
	readonly isHelping?: boolean;
};

export type Hint = {
	readonly key: string;
	readonly does: string;
	/** Where room is short, the highest goes first. */
	readonly rank: number;
};

const separator = ' · ';

const viewHint = ({kind, view}: Situation): Hint => {
	const does = kind === 'single' ? nextView(kind, view) : view === 'log' ? 'smaller log' : 'log';
	return {key: 'F2', does, rank: 3};
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
	const {view, isScrolled, canScroll, canChangeAddress, isPrompting, isHelping = false} = situation;
	if (isHelping) {
		return [{key: 'any key', does: 'back to the chat', rank: 0}];
	}

	if (isPrompting) {
		return [
			{key: 'Enter', does: 'connect', rank: 0},
			{key: 'Esc', does: 'cancel', rank: 0},
		];
	}

	return [
		...enterHint(situation),
		...(canChangeAddress ? [{key: 'F4', does: 'other address', rank: 1}] : []),
		...(isScrolled ? [{key: 'End', does: 'newest', rank: 1}] : []),
		...(canScroll ? [{key: 'PgUp', does: view === 'log' ? 'earlier' : 'history', rank: 4}] : []),
		viewHint(situation),
		{key: 'F1', does: 'help', rank: 6},
		...leaveHint(situation),
	];
};

const columnsOf = (hints: readonly Hint[]): number =>
	hints.reduce((sum, {key, does}) => sum + separator.length + width(`${key} ${does}`), 1 - separator.length);

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
