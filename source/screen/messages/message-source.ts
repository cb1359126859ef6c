import type {ChatState} from '../../chat/state.ts';
import type {Row, Span} from '../primitives/rows.ts';
import {findPart, listParts, type Items} from '../../chat/window/parts.ts';
import {getFold, layoutItem, layoutOrigin, type Placement, type RowOptions} from './message-rows.ts';
import {findAuthor, findDayInView, findDivider, isContinued} from './dividers.ts';
import {getItemKey, type ConversationItem} from './conversation-item.ts';
import type {TextContext} from './long-texts/layout-text.ts';
import {findFence} from './long-texts/open-fence.ts';
import type {FoldSource} from './long-texts/use-folds.ts';

/**
The history and the pending messages as one list of rows. Each item is measured only when needed.
*/
export type MessageSource = FoldSource & {
	/**
	Returns an item's rows. The first item in a view names its author even if the item before has
	the same one.
	*/
	readonly getRows: (index: number, isFirstInView: boolean) => readonly Row[];
	/**
	Says who has sent an item and when, for a view that begins with its row `first`; undefined if
	that row says so.
	*/
	readonly getOrigin: (index: number, first: number) => Span | undefined;
	/**
	Returns the time of an item for a view that begins with its row `first`; undefined if that row
	says on which day it was, or if that is today.
	*/
	readonly getDay: (index: number, first: number) => number | undefined;
	readonly getItem: (index: number) => ConversationItem | undefined;
	/** The index of the gap in what is loaded; -1 without one. */
	readonly gapIndex: number;
};

type Cached = {
	readonly options: RowOptions;
	readonly placement: Placement;
	readonly rows: readonly Row[];
};

const noContext: TextContext = {};

type Cache = WeakMap<ConversationItem, Cached>;

const whole: Cache = new WeakMap();
const continued: Cache = new WeakMap();

const isSame = (a: Placement, b: Placement): boolean =>
	a.divider?.day === b.divider?.day &&
	a.divider?.isNew === b.divider?.isNew &&
	a.context?.fence === b.context?.fence &&
	a.context?.followsLong === b.context?.followsLong;

const getCachedRows = (
	item: ConversationItem,
	isContinuation: boolean,
	options: RowOptions,
	placement: Placement,
): readonly Row[] => {
	const cache = isContinuation ? continued : whole;
	const known = cache.get(item);
	if (known?.options === options && isSame(known.placement, placement)) {
		return known.rows;
	}

	const rows = (options.layout ?? layoutItem)(item, isContinuation, options, placement);
	cache.set(item, {options, placement, rows});
	return rows;
};

export const createMessageSource = (
	{history, pending}: Pick<ChatState, 'history' | 'pending'>,
	options: RowOptions,
): MessageSource => {
	const itemAt = (index: number): ConversationItem | undefined => history[index] ?? pending[index - history.length];
	const items: Items = {
		getItem: itemAt,
		getAuthor(index) {
			const item = itemAt(index);
			return item && findAuthor(item);
		},
	};
	const getKey = (index: number): string => {
		const item = itemAt(index);
		return item ? getItemKey(item) : '';
	};

	const rowsOf = (index: number, isFirstInView: boolean): readonly Row[] => {
		const item = itemAt(index);
		if (!item) {
			return [];
		}

		const before = itemAt(index - 1);
		const divider = findDivider(before, item, options);
		const isContinuation = !isFirstInView && !divider && isContinued(before, item);
		return getCachedRows(item, isContinuation, options, {divider, context: findContext(index)});
	};

	const findContext = (index: number): TextContext => {
		const previous = findPart(items, index, -1);
		const before = previous === undefined ? undefined : itemAt(previous);
		if (previous === undefined || !before) {
			return noContext;
		}

		const followsLong =
			previous === index - 1 && getFold(before, options, {fence: findFence(items, previous)}) !== undefined;
		return {fence: findFence(items, index), followsLong};
	};

	return {
		length: history.length + pending.length,
		getKey,
		getItem: itemAt,
		countRows: index => rowsOf(index, false).length,
		getRows: rowsOf,
		getOrigin(index, first) {
			const item = itemAt(index);
			return item && layoutOrigin(item, first, options, findDivider(itemAt(index - 1), item, options));
		},
		getFold(index) {
			const item = itemAt(index);
			// Another form folds nothing.
			return item && !options.layout ? getFold(item, options, findContext(index)) : undefined;
		},
		listParts: index => listParts(items, index),
		getDay(index, first) {
			const item = itemAt(index);
			return item && findDayInView(item, first, findDivider(itemAt(index - 1), item, options), options);
		},
		gapIndex: history.findIndex(({kind}) => kind === 'gap'),
	};
};
