import type {RowSource} from '../layout/use-scroll.ts';
import type {ChatState} from '../../chat/state.ts';
import {entryRows, isContinued, leadOf, type Entry, type Lead, type MessageFrame} from './message-rows.ts';
import type {Row} from '../primitives/rows.ts';

/** The history and what is still pending as one list of rows, each entry measured only when it is looked at. */
export type MessageSource = RowSource & {
	/** The rows of an entry. The first in a view names its author even where the entry before it has done so. */
	readonly rowsOf: (index: number, isFirstInView: boolean) => readonly Row[];
};

type Cached = {
	readonly frame: MessageFrame;
	readonly lead: Lead | undefined;
	readonly rows: readonly Row[];
};

type Cache = WeakMap<Entry, Cached>;

const whole: Cache = new WeakMap();
const continued: Cache = new WeakMap();

const isSame = (a: Lead | undefined, b: Lead | undefined): boolean => a?.day === b?.day && a?.isNew === b?.isNew;

const cachedRows = (
	entry: Entry,
	isContinuation: boolean,
	frame: MessageFrame,
	lead: Lead | undefined,
): readonly Row[] => {
	const cache = isContinuation ? continued : whole;
	const known = cache.get(entry);
	if (known?.frame === frame && isSame(known.lead, lead)) {
		return known.rows;
	}

	const rows = entryRows(entry, isContinuation, frame, lead);
	cache.set(entry, {frame, lead, rows});
	return rows;
};

export const messageSource = (
	{history, pending}: Pick<ChatState, 'history' | 'pending'>,
	frame: MessageFrame,
): MessageSource => {
	const entryAt = (index: number): Entry | undefined => history[index] ?? pending[index - history.length];
	const rowsOf = (index: number, isFirstInView: boolean): readonly Row[] => {
		const entry = entryAt(index);
		if (!entry) {
			return [];
		}

		const before = entryAt(index - 1);
		const lead = leadOf(before, entry, frame);
		return cachedRows(entry, !isFirstInView && !lead && isContinued(before, entry), frame, lead);
	};

	return {
		length: history.length + pending.length,
		keyAt: index => history[index]?.key ?? `pending ${pending[index - history.length]?.n ?? ''}`,
		rowsAt: index => rowsOf(index, false).length,
		rowsOf,
	};
};
