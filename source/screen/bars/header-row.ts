import type {ChatState} from '../../chat/state.ts';
import {describeFault} from '../../chat/faults/fault-table.ts';
import {secondsUntil} from '../../text/format-time.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {truncate, measureWidth} from '../../text/width.ts';
import {spreadRow, type Row, type Span} from '../primitives/rows.ts';
import {countPresent, formatShortStatus, formatStatus} from '../primitives/status-text.ts';
import type {Tone} from '../primitives/theme.ts';

const separator = ' · ';

export type HeaderState = Pick<
	ChatState,
	| 'role'
	| 'plain'
	| 'isPlainRoom'
	| 'room'
	| 'myName'
	| 'address'
	| 'inviteAddresses'
	| 'tag'
	| 'isLocked'
	| 'status'
	| 'members'
	| 'lab'
>;

/** A piece of the header, and what takes its place where space is short. */
type Part = {
	readonly text: string;
	readonly tone: Tone;
	/** Shorter texts, the longest first; '' drops the part. */
	readonly shorter: ReadonlyArray<{readonly text: string; readonly rank: Rank}>;
};

/**
The order in which the header gives way: the part whose next text has the highest rank is
shortened first. In between are the ranks of `listParts`.
*/
type Rank = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

const drop = (rank: Rank): Part['shorter'] => [{text: '', rank}];

/** Shortens a name to so many columns, where it is longer. */
const shorten = (name: string, columns: number, rank: Rank): Part['shorter'] => {
	const text = truncate(name, columns);
	return text === name ? [] : [{text, rank}];
};

const describePrivacy = (isPlain: boolean): Part =>
	isPlain
		? {text: 'NOT ENCRYPTED', tone: 'header', shorter: [{text: 'PLAIN', rank: 8}]}
		: {text: 'encrypted', tone: 'headerQuiet', shorter: drop(8)};

/** Says that this is a laboratory, and what is broken for how long. Nothing without --lab. */
const listLabParts = ({lab, role}: HeaderState, now: number): readonly Part[] => {
	if (!lab?.active) {
		return lab ? [{text: 'LAB', tone: 'header', shorter: []}] : [];
	}

	const {fault, target, until} = lab.active;
	const formatFault = (whose: string) => `LAB ${describeFault(fault)}${whose} ${secondsUntil(until, now)} s`;
	return [
		role === 'host'
			? {
					text: formatFault(` ${sanitizeLine(target)}`),
					tone: 'headerTrouble',
					shorter: [{text: formatFault(''), rank: 8}],
				}
			: {text: formatFault(''), tone: 'headerTrouble', shorter: []},
	];
};

const listNameParts = ({room, address, role, myName, status}: HeaderState): readonly Part[] => {
	const place = sanitizeLine(room ?? address);
	const name = sanitizeLine(myName);
	const hostedName = role === 'host' && status.status !== 'closed' ? [`as ${name} (host)`] : [];
	return [
		{text: place, tone: 'header', shorter: [...shorten(place, 24, 7), ...shorten(place, 12, 4), ...drop(2)]},
		{
			text: hostedName[0] ?? `as ${name}`,
			tone: 'headerQuiet',
			shorter: [
				...hostedName.map(() => ({text: `as ${name}`, rank: 5 as const})),
				...shorten(`as ${name}`, 12, 5),
				...drop(3),
			],
		},
	];
};

/** Lists what is left of the status, in the order in which it is shown. */
const listParts = (state: HeaderState, now: number): readonly Part[] => {
	const [place, name] = listNameParts(state);
	const isThere = state.status.status === 'open' || state.status.status === 'listening';
	return [
		{text: 'socket-chat', tone: 'header', shorter: drop(9)},
		...(place ? [place] : []),
		...(isThere ? [{text: `${countPresent(state)} here`, tone: 'header', shorter: drop(1)} satisfies Part] : []),
		...(state.isLocked ? [{text: 'locked', tone: 'header', shorter: []} satisfies Part] : []),
		...(name ? [name] : []),
		...(state.tag === undefined
			? []
			: [
					{
						text: `listed as ${state.tag}`,
						tone: 'headerQuiet',
						shorter: [{text: state.tag, rank: 9}, ...drop(9)],
					} satisfies Part,
				]),
		describePrivacy(state.plain || state.isPlainRoom === true),
		...listLabParts(state, now),
	];
};

const measureParts = (parts: readonly Part[]): number =>
	parts.reduce((sum, {text}) => sum + (text === '' ? 0 : measureWidth(text) + separator.length), 0);

/** Gives way, part by part, until the rest fits or nothing shorter is left. */
const fitParts = (parts: readonly Part[], columns: number): readonly Part[] => {
	let fitted = parts;
	while (measureParts(fitted) > columns) {
		const rank = Math.max(...fitted.map(({shorter}) => shorter[0]?.rank ?? 0));
		const index = fitted.findLastIndex(({shorter}) => shorter[0]?.rank === rank);
		const [next, ...shorter] = fitted[index]?.shorter ?? [];
		if (!next) {
			break;
		}

		fitted = fitted.map((part, place) => (place === index ? {...part, text: next.text, shorter} : part));
	}

	return fitted;
};

/**
Lays out the header in exactly `columns`: room, people, own name, and the status on the right, which
is shortened but never cut.
*/
export const layoutHeader = (state: HeaderState, columns: number, now: number): Row => {
	const status: Part = {
		text: formatStatus(state, now),
		tone: 'header',
		shorter: [{text: formatShortStatus(state, now), rank: 6}],
	};
	// A space stands at both ends, and at least one before the status.
	const fitted = fitParts([...listParts(state, now), status], columns + separator.length);
	const words = ` ${fitted.at(-1)?.text ?? ''} `;
	const spans = fitted
		.slice(0, -1)
		.filter(({text}) => text !== '')
		.flatMap(({text, tone}, index): readonly Span[] => [
			{text: index === 0 ? ' ' : separator, tone: 'headerQuiet'},
			{text, tone},
		]);
	return spreadRow(spans, [{text: words, tone: 'header'}], columns).map(span => ({
		...span,
		tone: span.tone ?? 'headerQuiet',
	}));
};
