/** Checks of single fields of a frame. */
import type {MemberStatus} from '../room/member.ts';
import type {Seen} from '../room/seen.ts';
import {maximumTextBytes} from '../text/message.ts';
import {maximumFindLength} from './frames.ts';

/** A JSON object whose fields have not been checked. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const isString = (value: unknown): value is string => typeof value === 'string';
/** Returns whether the value is an id, a name, an address or a code: none is longer than this. */
export const isLabel = (value: unknown): value is string => isString(value) && value.length <= maximumLabel;
/** Returns whether the value may be a message's text: no character takes less than a byte. */
export const isText = (value: unknown): value is string => isString(value) && value.length <= maximumTextBytes;
export const isFind = (value: unknown): value is string => isString(value) && value.length <= maximumFindLength;
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

/** In UTF-16 code units: a host must not fill a client's memory with its members. */
const maximumLabel = 1024;
/** The highest count accepted. No room reaches it, and sums of such numbers stay exact. */
const maximumCount = 2 ** 40;
/** The highest time of a Date, in milliseconds. */
const maximumTime = 8.64e15;

export const isCount = (value: unknown): value is number =>
	Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= maximumCount;
export const isPositive = (value: unknown): value is number => isCount(value) && value > 0;
export const isSpan = (value: unknown): value is number =>
	typeof value === 'number' && value >= 0 && value <= maximumCount;
export const isTime = (value: unknown): value is number =>
	typeof value === 'number' && value >= 0 && value <= maximumTime;
export const isStatus = (value: unknown): value is MemberStatus =>
	value === 'here' || value === 'away' || value === 'left';

export const isSeen = (value: unknown): value is Seen =>
	isFields(value) && isCount(value.seq) && isString(value.digest);

/** Returns whether the field is missing or passes the check. */
export const isOptional = <T>(value: unknown, is: (value: unknown) => value is T): value is T | undefined =>
	value === undefined || is(value);

/** Decodes each item. Returns undefined if the value is no list or one of its items is bad. */
export const decodeList = <T>(
	value: unknown,
	decodeItem: (item: unknown) => T | undefined,
): readonly T[] | undefined => {
	if (!Array.isArray(value)) {
		return undefined;
	}

	const items: T[] = [];
	for (const each of value) {
		const item = decodeItem(each);
		if (item === undefined) {
			return undefined;
		}

		items.push(item);
	}

	return items;
};
