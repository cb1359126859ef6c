import {isMemberId, isSid} from '../room/identity.ts';
import type {LoggedMessage} from '../room/log.ts';
import type {MemberStatus, Recipient} from '../room/member.ts';
import {wireVersion, type HostFrame, type ClientFrame, type IgnoredFrame, type WireMember} from './frames.ts';

const unknown: IgnoredFrame = {type: 'unknown'};
const bad: IgnoredFrame = {type: 'bad'};

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isString = (value: unknown): value is string => typeof value === 'string';
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
/** No room lives long enough to count further, and sums of such numbers stay exact. */
const maximumCount = 2 ** 40;
/** The last millisecond that a date can have. */
const maximumTime = 8.64e15;

const isCount = (value: unknown): value is number =>
	Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= maximumCount;
const isPositive = (value: unknown): value is number => isCount(value) && value > 0;
const isSpan = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= maximumCount;
const isTime = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= maximumTime;
const isStatus = (value: unknown): value is MemberStatus => value === 'here' || value === 'away' || value === 'left';

const optional = <T>(value: unknown, is: (value: unknown) => value is T): value is T | undefined =>
	value === undefined || is(value);

const parse = (line: string): Fields | undefined => {
	try {
		const value: unknown = JSON.parse(line);
		return isFields(value) ? value : undefined;
	} catch {
		return undefined;
	}
};

const recipientOf = (fields: unknown): Recipient | undefined => {
	if (!isFields(fields)) {
		return undefined;
	}

	const {id, name} = fields;
	return isMemberId(id) && isString(name) ? {id, name} : undefined;
};

/** Checks each field of a line that a join sent; what is returned holds checked fields only. */
export const decodeClientFrame = (line: string): ClientFrame | IgnoredFrame => {
	const fields = parse(line);
	if (!fields) {
		return bad;
	}

	const {type, v, sid, room, since, name, n, text, on, k, rtt, before, limit} = fields;
	switch (type) {
		case 'hello': {
			// The version is looked at first: another version's hello may look otherwise.
			if (isCount(v) && v !== wireVersion) {
				return {type, v, sid: '', since: 0, name: ''};
			}

			return isCount(v) && isSid(sid) && optional(room, isString) && isCount(since) && isString(name)
				? {type, v, sid, room, since, name}
				: bad;
		}

		case 'post': {
			return isPositive(n) && isString(text) ? {type, n, text} : bad;
		}

		case 'whisper': {
			const to = recipientOf(fields.to);
			return isPositive(n) && to && isString(text) ? {type, n, to, text} : bad;
		}

		case 'rename': {
			return isString(name) ? {type, name} : bad;
		}

		case 'typing': {
			return isBoolean(on) ? {type, on} : bad;
		}

		case 'older': {
			return isPositive(before) && isPositive(limit) ? {type, before, limit} : bad;
		}

		case 'ping': {
			return isCount(k) && optional(rtt, isSpan) ? {type, k, rtt} : bad;
		}

		case 'bye': {
			return {type};
		}

		default: {
			return isString(type) ? unknown : bad;
		}
	}
};

const messageOf = (fields: unknown): LoggedMessage | undefined => {
	if (!isFields(fields)) {
		return undefined;
	}

	const {seq, id, n, from, ts, text} = fields;
	const to = recipientOf(fields.to);
	return isPositive(seq) &&
		isString(id) &&
		isPositive(n) &&
		isString(from) &&
		isTime(ts) &&
		isString(text) &&
		// One whose recipient cannot be read must not look as if it were for all.
		(fields.to === undefined) === (to === undefined)
		? {seq, id, n, from, ts, text, ...(to && {to})}
		: undefined;
};

const memberOf = (fields: unknown): WireMember | undefined => {
	if (!isFields(fields)) {
		return undefined;
	}

	const {id, name, address, status, for: span, rtt, typing} = fields;
	return isString(id) &&
		isString(name) &&
		isString(address) &&
		isStatus(status) &&
		optional(span, isSpan) &&
		optional(rtt, isSpan) &&
		optional(typing, isBoolean)
		? {id, name, address, status, for: span, rtt, typing}
		: undefined;
};

/** Checks each item of a list; one bad item makes the whole list bad. */
const listOf = <T>(value: unknown, itemOf: (item: unknown) => T | undefined): readonly T[] | undefined => {
	if (!Array.isArray(value)) {
		return undefined;
	}

	const items: T[] = [];
	for (const each of value) {
		const item = itemOf(each);
		if (item === undefined) {
			return undefined;
		}

		items.push(item);
	}

	return items;
};

const welcomeOf = (fields: Fields): HostFrame | undefined => {
	const {v, room, roomName, you, head, first, got, limits, heartbeat} = fields;
	if (!isFields(you) || !isFields(limits) || !isFields(heartbeat)) {
		return undefined;
	}

	const {id, name} = you;
	const {text, line} = limits;
	const {ping, silent} = heartbeat;
	return isCount(v) &&
		isString(room) &&
		optional(roomName, isString) &&
		isString(id) &&
		isString(name) &&
		isCount(head) &&
		isPositive(first) &&
		isCount(got) &&
		isPositive(text) &&
		isPositive(line) &&
		isPositive(ping) &&
		isPositive(silent)
		? {
				type: 'welcome',
				v,
				room,
				roomName,
				you: {id, name},
				head,
				first,
				got,
				limits: {text, line},
				heartbeat: {ping, silent},
			}
		: undefined;
};

/** Checks each field of a line that a host sent; what is returned holds checked fields only. */
export const decodeHostFrame = (line: string): HostFrame | IgnoredFrame => {
	const fields = parse(line);
	if (!fields) {
		return bad;
	}

	const {type, n, code, text, seq, k, retry, from, all, more, on} = fields;
	switch (type) {
		case 'welcome': {
			return welcomeOf(fields) ?? bad;
		}

		case 'msg': {
			const message = messageOf(fields);
			return message ? {type, ...message} : bad;
		}

		case 'nack': {
			return isPositive(n) && isString(code) && isString(text) ? {type, n, code, text} : bad;
		}

		case 'skip': {
			return isPositive(seq) ? {type, seq} : bad;
		}

		case 'page': {
			const messages = listOf(fields.messages, messageOf);
			return messages && isCount(from) ? {type, from, messages} : bad;
		}

		case 'who': {
			const members = listOf(fields.members, memberOf);
			return members && optional(all, isBoolean) && optional(more, isBoolean) ? {type, members, all, more} : bad;
		}

		case 'pong': {
			return isCount(k) ? {type, k} : bad;
		}

		case 'paused': {
			return isBoolean(on) ? {type, on} : bad;
		}

		case 'code': {
			return isString(code) ? {type, code} : bad;
		}

		case 'close': {
			return isString(code) && isString(text) && isBoolean(retry) ? {type, code, text, retry} : bad;
		}

		default: {
			return isString(type) ? unknown : bad;
		}
	}
};
