import type {ChatState} from '../../chat/state.ts';
import {describeFault} from '../../chat/faults/fault-table.ts';
import {secondsUntil} from '../../text/format-time.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {truncate, measureWidth} from '../../text/width.ts';
import {spreadRow, type Row, type Span} from '../primitives/rows.ts';
import {formatStatus} from '../primitives/status-text.ts';

/** Shown unless the session is plain, or the room passes messages on as plain text. */
const encrypted = 'encrypted';
const roomyColumns = 80;
const gap = '  ';

export type HeaderState = Pick<
	ChatState,
	'role' | 'plain' | 'isPlainRoom' | 'room' | 'myName' | 'address' | 'inviteAddresses' | 'status' | 'members' | 'lab'
>;

type Part = Span & {
	/** When space is short, the part with the highest rank is dropped first; 0 always stays. */
	readonly rank: 0 | 1 | 2 | 3;
};

const describePrivacy = (isPlain: boolean, columns: number): Part => {
	if (isPlain) {
		return {text: columns < roomyColumns ? 'PLAIN' : 'NOT ENCRYPTED', tone: 'header', rank: 0};
	}

	return {text: encrypted, tone: 'headerQuiet', rank: 2};
};

/** Says that this is a laboratory, and what is broken for how long. Nothing without --lab. */
const describeLab = ({lab, role}: HeaderState, columns: number, now: number): readonly Part[] => {
	if (!lab?.active) {
		return lab ? [{text: 'LAB', tone: 'header', rank: 0}] : [];
	}

	const {fault, target, until} = lab.active;
	const whose = role === 'host' && columns >= roomyColumns ? ` ${sanitizeLine(target)}` : '';
	const text = `LAB ${describeFault(fault)}${whose} ${secondsUntil(until, now)} s`;
	return [{text, tone: 'headerTrouble', rank: 0}];
};

const listParts = (state: HeaderState, columns: number): readonly Part[] => {
	// While something is broken, that matters more than the address.
	const rank = state.lab?.active ? 1 : 0;
	const address: Part = {text: sanitizeLine(state.inviteAddresses[0] ?? state.address), tone: 'headerQuiet', rank};
	const privacy = describePrivacy(state.plain || state.isPlainRoom === true, columns);
	const brand: Part = {text: 'socket-chat', tone: 'header', rank: 2};
	if (state.role === 'host') {
		return [
			brand,
			{text: `host ${sanitizeLine(state.room ?? '')}`.trimEnd(), tone: 'header', rank: 0},
			address,
			privacy,
		];
	}

	return [
		brand,
		{...address, text: `join ${address.text}`, tone: 'header', rank: 0},
		{text: `as ${sanitizeLine(state.myName)}`, tone: 'headerQuiet', rank: 3},
		privacy,
	];
};

const measureParts = (parts: readonly Part[]): number =>
	parts.reduce((sum, {text}) => sum + measureWidth(text) + gap.length, 0);

/** Lays out the header in exactly `columns`. The address is shortened; the status never is. */
export const layoutHeader = (state: HeaderState, columns: number, now: number): Row => {
	const words = `${formatStatus(state, now)} `;
	const room = columns - 1 - measureWidth(words);
	let parts = [...listParts(state, columns), ...describeLab(state, columns, now)];
	for (let rank = 3; rank > 0 && measureParts(parts) > room; rank--) {
		parts = parts.filter(part => part.rank !== rank);
	}

	const longest = Math.max(...parts.filter(({tone}) => tone !== 'headerTrouble').map(({text}) => measureWidth(text)));
	const surplus = Math.max(0, measureParts(parts) - room);
	const spans = parts.map(({text, tone}): Span => ({
		text:
			truncate(
				text,
				tone !== 'headerTrouble' && measureWidth(text) === longest
					? Math.max(1, longest - surplus)
					: measureWidth(text),
			) + gap,
		tone,
	}));
	return spreadRow([{text: ' ', tone: 'headerQuiet'}, ...spans], [{text: words, tone: 'header'}], columns).map(
		span => ({
			...span,
			tone: span.tone ?? 'headerQuiet',
		}),
	);
};
