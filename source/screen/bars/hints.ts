import type {ChatState} from '../../chat/state.ts';
import {measureWidth} from '../../text/width.ts';
import {findToggledPane} from '../layout/pane-focus.ts';
import type {Layout, PaneName} from '../layout/layout.ts';
import type {Row, Span} from '../primitives/rows.ts';

/** The bottom row of keys that work right now. */

export type HintContext = {
	readonly role: ChatState['role'];
	readonly status: ChatState['status']['status'];
	readonly kind: Layout['kind'];
	/** The focused pane. */
	readonly focused: PaneName;
	readonly isDraftEmpty: boolean;
	readonly isScrolled: boolean;
	/** True when the focused pane holds more rows than fit. */
	readonly canScroll: boolean;
	readonly canChangeAddress: boolean;
	readonly isPrompting: boolean;
	/** What Enter does to the selected row of the connection log, while that is focused. */
	readonly logEnter?: 'unfold' | 'fold' | undefined;
	/** What Enter does to a long message in view. */
	readonly messageEnter?: 'open' | 'fold' | undefined;
	/** True if the user can invite others and no pane shows how. */
	readonly hasInvitation?: boolean;
	/** True while a host may still be waiting for others. */
	readonly isInviting?: boolean;
	/** True while a fault on purpose is on. */
	readonly isBroken?: boolean;
	/** The keys that answer the question that stands, if one does. */
	readonly answers?: readonly Hint[] | undefined;
};

export type Hint = {
	readonly key: string;
	/** What it does. A command says that by its name. */
	readonly action?: string;
	/** When space is short, the hint with the highest rank is dropped first. */
	readonly rank: number;
};

const separator = ' · ';

const smaller: Readonly<Record<'log' | 'peers', string>> = {log: 'smaller log', peers: 'smaller peers'};

/** In a window with a single pane, the keyboard may be a phone's, which has no F keys. */
const listSinglePaneHints = ({focused, isDraftEmpty}: HintContext): readonly Hint[] =>
	isDraftEmpty
		? [
				{key: 'Tab', action: 'panes', rank: 1},
				...(focused === 'log' ? [] : [{key: '/log', rank: 2}]),
				...(focused === 'peers' ? [] : [{key: '/who', rank: 2}]),
			]
		: [];

const listPaneHints = (context: HintContext): readonly Hint[] => {
	const {kind, focused} = context;
	if (kind === 'single') {
		return listSinglePaneHints(context);
	}

	const chooseAction = (asked: 'log' | 'peers') =>
		focused === asked ? smaller[asked] : findToggledPane(kind, focused, asked);
	return [
		{key: 'F2', action: chooseAction('log'), rank: 3},
		{key: 'F3', action: chooseAction('peers'), rank: 6},
	];
};

const listScrollHints = ({focused, canScroll, isDraftEmpty}: HintContext): readonly Hint[] => {
	if (!canScroll) {
		return [];
	}

	if (focused === 'messages') {
		return [{key: 'PgUp', action: 'history', rank: 4}];
	}

	return [{key: isDraftEmpty ? '↑↓ PgUp' : 'PgUp', action: focused === 'log' ? 'earlier' : 'more', rank: 4}];
};

const listEnterHints = ({
	status,
	kind,
	isDraftEmpty,
	focused,
	logEnter,
	messageEnter,
}: HintContext): readonly Hint[] => {
	if (logEnter !== undefined && isDraftEmpty) {
		return [{key: 'Enter', action: logEnter, rank: 0}];
	}

	if (status === 'waiting' && isDraftEmpty) {
		return [{key: 'Enter', action: 'try now', rank: 0}];
	}

	if (messageEnter !== undefined && isDraftEmpty && focused === 'messages') {
		return [{key: 'Enter', action: messageEnter, rank: 0}];
	}

	if (status === 'closed') {
		return [];
	}

	const isUsual = isDraftEmpty && kind === 'single';
	const action = status === 'open' || status === 'listening' ? 'send' : 'send later';
	return [{key: 'Enter', action, rank: isUsual ? 4 : 0}];
};

const listLeaveHints = ({role, status, kind, isDraftEmpty}: HintContext): readonly Hint[] => {
	if (!isDraftEmpty) {
		return [
			{key: 'Alt+Enter', action: 'new line', rank: 5},
			{key: 'Ctrl+C', action: 'clear', rank: 2},
		];
	}

	const key = status === 'open' || status === 'listening' ? 'bye' : 'Ctrl+C';
	return [
		{key, action: role === 'host' && status !== 'closed' ? 'close room' : 'leave', rank: kind === 'single' ? 3 : 2},
	];
};

/** Returns the hints in the order in which they are shown. */
export const listHints = (context: HintContext): readonly Hint[] => {
	const {
		kind,
		focused,
		isScrolled,
		canChangeAddress,
		isPrompting,
		isBroken,
		answers,
		hasInvitation = false,
		isInviting = false,
	} = context;
	if (answers) {
		return answers;
	}

	if (isPrompting) {
		return [
			{key: 'Enter', action: 'connect', rank: 0},
			{key: 'Esc', action: 'cancel', rank: 0},
		];
	}

	return [
		...listEnterHints(context),
		...(hasInvitation ? [{key: '/invite', ...(kind !== 'single' && {action: 'code'}), rank: 1}] : []),
		...(isInviting ? [{key: 'Ctrl+G', action: 'copy invitation', rank: 5}] : []),
		...(canChangeAddress ? [{key: 'F4', action: 'other address', rank: 1}] : []),
		...(isBroken ? [{key: 'Esc', action: 'mend', rank: 0}] : []),
		...(focused === 'messages' || isBroken ? [] : [{key: 'Esc', action: 'back', rank: 1}]),
		...(isScrolled && focused !== 'peers' ? [{key: 'End', action: 'newest', rank: 1}] : []),
		...listScrollHints(context),
		...listPaneHints(context),
		{key: 'F7', action: 'copy', rank: 9},
		{key: 'F5', action: 'x-ray', rank: 8},
		{key: 'F1', action: 'help', rank: 7},
		...listLeaveHints(context),
	];
};

/** Returns the hints shown while the help covers the panes. */
export const listHelpHints = (canScroll: boolean): readonly Hint[] => [
	{key: 'Esc', action: 'back to the chat', rank: 0},
	...(canScroll ? [{key: '↑↓ PgUp', action: 'scroll', rank: 1}] : []),
];

type Covers = {
	readonly help: {readonly canScroll: boolean} | undefined;
	readonly xray: {readonly count: number} | undefined;
};

/** Returns the hints of what covers the panes; undefined if nothing does. */
export const listCoverHints = ({help, xray}: Covers, {isDraftEmpty}: HintContext): readonly Hint[] | undefined => {
	if (help) {
		return listHelpHints(help.canScroll);
	}

	return (
		xray && [
			...(isDraftEmpty
				? [
						{key: '↑↓', action: 'call', rank: 1},
						{key: 'Enter', action: 'unfold', rank: 3},
						...(xray.count > 1 ? [{key: '←→', action: 'connection', rank: 2}] : []),
					]
				: [{key: 'Enter', action: 'send', rank: 0}]),
			{key: 'F5', action: 'back', rank: 0},
			{key: 'F1', action: 'help', rank: 4},
		]
	);
};

const formatAction = ({action}: Hint): string => (action === undefined ? '' : ` ${action}`);

const measureHints = (hints: readonly Hint[]): number =>
	hints.reduce(
		(sum, hint) => sum + separator.length + measureWidth(hint.key + formatAction(hint)),
		1 - separator.length,
	);

const dropLeastImportant = (hints: readonly Hint[]): readonly Hint[] => {
	const last = Math.max(...hints.map(({rank}) => rank));
	const index = hints.findLastIndex(({rank}) => rank === last);
	return hints.filter((_, place) => place !== index);
};

/** Lays out as many hints as fit on one row. */
export const layoutHints = (hints: readonly Hint[], columns: number): Row => {
	let kept = hints;
	while (kept.length > 1 && measureHints(kept) > columns) {
		kept = dropLeastImportant(kept);
	}

	return [
		{text: ' '},
		...kept.flatMap((hint, index): readonly Span[] => [
			...(index > 0 ? [{text: separator, tone: 'quiet'} satisfies Span] : []),
			{text: hint.key, tone: 'key'},
			{text: formatAction(hint), tone: 'quiet'},
		]),
	];
};
