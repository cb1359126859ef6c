import {formatDay} from '../../text/format-time.ts';
import {isHistory, type ConversationItem} from './conversation-item.ts';

/** Where an item continues the one before it, and where a line goes between two items. */

/** The lines above an item. */
export type Divider = {
	/** Set if the item is the first of a day: the date, or `Today`. */
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

export type DividerOptions = {
	/** The key of the first unread item. */
	readonly newFrom?: string;
	/** The date of now. Default: it is unknown, and so is whether an item is of today. */
	readonly today?: string;
};

const findDay = (before: ConversationItem | undefined, item: ConversationItem, today: string | undefined) => {
	const day = formatDay(item.at);
	if (before) {
		return formatDay(before.at) === day ? undefined : day === today ? 'Today' : day;
	}

	return today === undefined || day === today ? undefined : day;
};

/** Returns the lines between `before` and `item`; undefined if there are none. */
export const findDivider = (
	before: ConversationItem | undefined,
	item: ConversationItem,
	{newFrom, today}: DividerOptions,
): Divider | undefined => {
	const day = findDay(before, item, today);
	const isNew = newFrom !== undefined && isHistory(item) && item.key === newFrom;
	return day !== undefined || isNew ? {day, isNew} : undefined;
};

/**
Returns the time of an item whose row `first`, from 0, is the first in view; undefined if that row
says on which day it was, or if that is today.
*/
export const findDayInView = (
	{at}: ConversationItem,
	first: number,
	divider: Divider | undefined,
	{today}: DividerOptions,
): number | undefined =>
	today === undefined || formatDay(at) === today || (first === 0 && divider?.day !== undefined) ? undefined : at;
