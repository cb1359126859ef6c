import type {LoggedMessage} from '../room/log.ts';
import type {MemberStatus} from '../room/member.ts';
import {isSid} from '../room/identity.ts';

/** The version of the wire that this program speaks. */
export const wireVersion = 1;

/** Bytes in one frame's line, its LF not counted. */
export const maximumFrameBytes = 65_536;

export type CloseCode =
	| 'bye'
	| 'bad-version'
	| 'bad-frame'
	| 'bad-utf8'
	| 'too-big'
	| 'slow-frame'
	| 'hello-timeout'
	| 'auth'
	| 'gap'
	| 'replaced'
	| 'full'
	| 'kicked'
	| 'disk'
	| 'shutdown'
	| 'history-reset';

/** What the others may know of a member, as `who` carries it. */
export type WireMember = {
	readonly id: string;
	readonly name: string;
	readonly address: string;
	readonly status: MemberStatus;
	/** Milliseconds since the status changed. A span, because two computers' clocks differ. */
	readonly for?: number;
	/** The member's last round trip, in milliseconds. */
	readonly rtt?: number;
};

/** Frames that a join sends. */
export type JoinFrame =
	| {
			readonly type: 'hello';
			readonly v: number;
			/** 32 hex digits; proves who is resuming. */
			readonly sid: string;
			/** The history that `since` counts in. */
			readonly room?: string;
			/** The last seq that the join has; 0 for a newcomer. */
			readonly since: number;
			readonly name: string;
	  }
	| {readonly type: 'post'; readonly n: number; readonly text: string}
	| {readonly type: 'rename'; readonly name: string}
	| {readonly type: 'typing'; readonly on: boolean}
	| {readonly type: 'older'; readonly before: number; readonly limit: number}
	| {readonly type: 'ping'; readonly k: number; readonly rtt?: number}
	| {readonly type: 'bye'};

/** Frames that a host sends. */
export type HostFrame =
	| {
			readonly type: 'welcome';
			readonly v: number;
			/** Names the history; another one has another id. */
			readonly room: string;
			/** What people call the room. */
			readonly roomName?: string;
			readonly you: {readonly id: string; readonly name: string};
			/** The seq of the last message in the log. */
			readonly head: number;
			/** The seq of the first message that will be sent. */
			readonly first: number;
			/** The highest n of this member that is durable. */
			readonly got: number;
			/** Bytes. */
			readonly limits: {readonly text: number; readonly line: number};
			/** Milliseconds: after how long without a byte a join pings, and a host gives a silent member up. */
			readonly heartbeat: {readonly ping: number; readonly silent: number};
	  }
	| ({readonly type: 'msg'} & LoggedMessage)
	| {readonly type: 'nack'; readonly n: number; readonly code: string; readonly text: string}
	| {readonly type: 'skip'; readonly seq: number}
	| {readonly type: 'page'; readonly from: number; readonly messages: readonly LoggedMessage[]}
	| {
			readonly type: 'who';
			readonly members: readonly WireMember[];
			/** Set on the whole list, which replaces what was told before; without it these members have changed. */
			readonly all?: boolean;
			/** Set on each part of a whole list but the last, when it needs more than one line. */
			readonly more?: boolean;
	  }
	| {readonly type: 'pong'; readonly k: number}
	/** The room takes this member's messages more slowly than they come: they wait on their way. */
	| {readonly type: 'paused'; readonly on: boolean}
	| {readonly type: 'close'; readonly code: string; readonly text: string; readonly retry: boolean};

export type Frame = JoinFrame | HostFrame;

/** A line that is no frame of the kind asked for: `unknown` types are to be ignored, `bad` ones end the connection. */
export type NoFrame = {readonly type: 'unknown'} | {readonly type: 'bad'};

const unknown: NoFrame = {type: 'unknown'};
const bad: NoFrame = {type: 'bad'};

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const isString = (value: unknown): value is string => typeof value === 'string';
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
/** No room lives long enough to count further, and sums of such numbers stay exact. */
const maximumCount = 2 ** 40;
/** The last millisecond that a date can have. */
const maximumTime = 8.64e15;

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= maximumCount;
const isPositive = (value: unknown): value is number => isCount(value) && value > 0;
const isSpan = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= maximumCount;
const isTime = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= maximumTime;
const isStatus = (value: unknown): value is MemberStatus => value === 'here' || value === 'away' || value === 'left';

const optional = <T>(value: unknown, is: (value: unknown) => value is T): value is T | undefined => value === undefined || is(value);

const parse = (line: string): Fields | undefined => {
	try {
		const value: unknown = JSON.parse(line);
		return isFields(value) ? value : undefined;
	} catch {
		return undefined;
	}
};

/** A frame as one line with its LF. The type comes first: a host tells a frame from plain text by it. */
export const encodeFrame = (frame: Frame): string => `${JSON.stringify(frame)}\n`;

/** Checks each field of a line that a join sent; what is returned holds checked fields only. */
export const decodeJoinFrame = (line: string): JoinFrame | NoFrame => {
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
	return isPositive(seq) && isString(id) && isPositive(n) && isString(from) && isTime(ts) && isString(text)
		? {seq, id, n, from, ts, text}
		: undefined;
};

const memberOf = (fields: unknown): WireMember | undefined => {
	if (!isFields(fields)) {
		return undefined;
	}

	const {id, name, address, status, for: span, rtt} = fields;
	return isString(id) && isString(name) && isString(address) && isStatus(status) && optional(span, isSpan) && optional(rtt, isSpan)
		? {id, name, address, status, for: span, rtt}
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
		? {type: 'welcome', v, room, roomName, you: {id, name}, head, first, got, limits: {text, line}, heartbeat: {ping, silent}}
		: undefined;
};

/** Checks each field of a line that a host sent; what is returned holds checked fields only. */
export const decodeHostFrame = (line: string): HostFrame | NoFrame => {
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

		case 'close': {
			return isString(code) && isString(text) && isBoolean(retry) ? {type, code, text, retry} : bad;
		}

		default: {
			return isString(type) ? unknown : bad;
		}
	}
};
