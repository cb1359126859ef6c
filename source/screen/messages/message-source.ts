import type {RowSource} from '../layout/scroll.ts';
import type {ChatState} from '../../chat/state.ts';
import type {Row} from '../primitives/rows.ts';
import {layoutItem, type RowOptions} from './message-rows.ts';
import {isContinued, findDivider, type Divider} from './dividers.ts';
import type {ConversationItem} from './conversation-item.ts';

/**
The history and the pending messages as one list of rows. Each item is measured only when needed.
*/
export type MessageSource = RowSource & {
	/**
	Returns an item's rows. The first item in a view names its author even if the item before has
	the same one.
	*/
	readonly getRows: (index: number, isFirstInView: boolean) => readonly Row[];
	/** The index of the gap in what is loaded; -1 without one. */
	readonly gapIndex: number;
};

type Cached = {
	readonly options: RowOptions;
	readonly divider: Divider | undefined;
	readonly rows: readonly Row[];
};

type Cache = WeakMap<ConversationItem, Cached>;

const whole: Cache = new WeakMap();
const continued: Cache = new WeakMap();

const isSame = (a: Divider | undefined, b: Divider | undefined): boolean => a?.day === b?.day && a?.isNew === b?.isNew;

const getCachedRows = (
	item: ConversationItem,
	isContinuation: boolean,
	options: RowOptions,
	divider: Divider | undefined,
): readonly Row[] => {
	const cache = isContinuation ? continued : whole;
	const known = cache.get(item);
	if (known?.options === options && isSame(known.divider, divider)) {
		return known.rows;
	}

	const rows = layoutItem(item, isContinuation, options, divider);
	cache.set(item, {options, divider, rows});
	return rows;
};

export const createMessageSource = (
	{history, pending}: Pick<ChatState, 'history' | 'pending'>,
	options: RowOptions,
): MessageSource => {
	const itemAt = (index: number): ConversationItem | undefined => history[index] ?? pending[index - history.length];
	const rowsOf = (index: number, isFirstInView: boolean): readonly Row[] => {
		const item = itemAt(index);
		if (!item) {
			return [];
		}

		const before = itemAt(index - 1);
		const divider = findDivider(before, item, options);
		return getCachedRows(item, !isFirstInView && !divider && isContinued(before, item), options, divider);
	};

	return {
		length: history.length + pending.length,
		getKey: index => history[index]?.key ?? `pending ${pending[index - history.length]?.n ?? ''}`,
		countRows: index => rowsOf(index, false).length,
		getRows: rowsOf,
		gapIndex: history.findIndex(({kind}) => kind === 'gap'),
	};
};
