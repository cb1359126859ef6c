import {formatDay} from '../../text/format-time.ts';
import {isHistory, type ConversationItem} from './conversation-item.ts';

/** Where an item continues the one before it, and where a line goes between two items. */

/** The lines above an item. */
export type Divider = {
	/** Set if the item is the first of a day. */
	readonly day?: string;
	/** True if the item is the first unread one. */
	readonly isNew?: boolean;
};

/** Returns a key for author and recipient; undefined for what is not a message. */
export const findAuthor = (item: ConversationItem): string | undefined => {
	if (isHistory(item) && item.kind !== 'message') {
		return undefined;
	}

	const author = !isHistory(item) || item.own ? 'me' : `${item.fromId} ${item.from}`;
	return `${author} to ${item.to?.id ?? 'all'}`;
};

/** Returns true if both items have the same author and recipient within the same minute. */
export const isContinued = (before: ConversationItem | undefined, item: ConversationItem): boolean => {
	const author = findAuthor(item);
	return (
		before !== undefined &&
		author !== undefined &&
		author === findAuthor(before) &&
		Math.floor(before.at / 60_000) === Math.floor(item.at / 60_000)
	);
};

/** Returns the lines between `before` and `item`; undefined if there are none. */
export const findDivider = (
	before: ConversationItem | undefined,
	item: ConversationItem,
	{newFrom}: {readonly newFrom?: string},
): Divider | undefined => {
	const day = before && formatDay(before.at) !== formatDay(item.at) ? formatDay(item.at) : undefined;
	const isNew = newFrom !== undefined && isHistory(item) && item.key === newFrom;
	return day !== undefined || isNew ? {day, isNew} : undefined;
};
