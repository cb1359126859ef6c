import {isMemberId} from '../room/identity.ts';
import type {LoggedMessage} from '../room/log.ts';
import type {Recipient} from '../room/member.ts';
import {isPart} from '../text/message.ts';
import {decodeHello} from './decode-hello.ts';
import type {HostFrame, ClientFrame, IgnoredFrame, WireMember} from './frames.ts';
import {decodeWelcome} from './decode-welcome.ts';
import {
	decodeList,
	isBoolean,
	isCount,
	isFields,
	isFind,
	isLabel,
	isOptional,
	isPositive,
	isSpan,
	isStatus,
	isString,
	isText,
	isTime,
	type Fields,
} from './decode-fields.ts';

const unknown: IgnoredFrame = {type: 'unknown'};
const bad: IgnoredFrame = {type: 'bad'};

const parseFields = (line: string): Fields | undefined => {
	try {
		const value: unknown = JSON.parse(line);
		return isFields(value) ? value : undefined;
	} catch {
		return undefined;
	}
};

/** Requires a member id, unlike storage/log/log-records.ts: a peer may send anything. */
const decodeRecipient = (fields: unknown): Recipient | undefined => {
	if (!isFields(fields)) {
		return undefined;
	}

	const {id, name} = fields;
	return isMemberId(id) && isLabel(name) ? {id, name} : undefined;
};

/** Decodes a line from a client. The result holds only fields that were checked. */
export const decodeClientFrame = (line: string): ClientFrame | IgnoredFrame => {
	const fields = parseFields(line);
	if (!fields) {
		return bad;
	}

	const {type, name, n, text, part, on, k, rtt, at, before, limit, find, ts} = fields;
	switch (type) {
		case 'hello': {
			return decodeHello(fields) ?? bad;
		}

		case 'post': {
			return isPositive(n) && isString(text) && isOptional(part, isPart) ? {type, n, text, ...(part && {part})} : bad;
		}

		case 'whisper': {
			const to = decodeRecipient(fields.to);
			return isPositive(n) && to && isString(text) && isOptional(part, isPart)
				? {type, n, to, text, ...(part && {part})}
				: bad;
		}

		case 'rename': {
			return isString(name) ? {type, name} : bad;
		}

		case 'typing': {
			return isBoolean(on) ? {type, on} : bad;
		}

		case 'older': {
			return isPositive(before) && isPositive(limit) && isOptional(find, isFind)
				? {type, before, limit, ...(find !== undefined && {find})}
				: bad;
		}

		case 'search': {
			return isCount(k) && isPositive(before) && isFind(find) ? {type, k, before, find} : bad;
		}

		case 'place': {
			return isCount(k) && isTime(ts) ? {type, k, ts} : bad;
		}

		case 'ping': {
			return isCount(k) && isOptional(rtt, isSpan) ? {type, k, rtt} : bad;
		}

		case 'pong': {
			return isCount(k) && isOptional(at, isCount) ? {type, k, ...(at !== undefined && {at})} : bad;
		}

		case 'room':
		case 'bye': {
			return {type};
		}

		default: {
			return isString(type) ? unknown : bad;
		}
	}
};

const decodeMessage = (fields: unknown): LoggedMessage | undefined => {
	if (!isFields(fields)) {
		return undefined;
	}

	const {seq, id, n, from, ts, text, part} = fields;
	const to = decodeRecipient(fields.to);
	return isPositive(seq) &&
		isLabel(id) &&
		isPositive(n) &&
		isLabel(from) &&
		isTime(ts) &&
		isText(text) &&
		isOptional(part, isPart) &&
		// A private message whose recipient is bad must not look like a message to all.
		(fields.to === undefined) === (to === undefined)
		? {seq, id, n, from, ts, text, ...(to && {to}), ...(part && {part})}
		: undefined;
};

const decodeMember = (fields: unknown): WireMember | undefined => {
	if (!isFields(fields)) {
		return undefined;
	}

	const {id, name, address, status, for: span, rtt, typing, ended, removed} = fields;
	return isLabel(id) &&
		isLabel(name) &&
		isLabel(address) &&
		isStatus(status) &&
		isOptional(span, isSpan) &&
		isOptional(rtt, isSpan) &&
		isOptional(typing, isBoolean) &&
		isOptional(ended, isBoolean) &&
		isOptional(removed, isBoolean)
		? {id, name, address, status, for: span, rtt, typing, ended, removed}
		: undefined;
};

/** Decodes a line from a host. The result holds only fields that were checked. */
export const decodeHostFrame = (line: string): HostFrame | IgnoredFrame => {
	const fields = parseFields(line);
	if (!fields) {
		return bad;
	}

	const {type, n, code, text, seq, ts, k, at, retry, from, all, more, on, room, host, end} = fields;
	switch (type) {
		case 'welcome': {
			return decodeWelcome(fields) ?? bad;
		}

		case 'room': {
			return isLabel(room) && isLabel(host) ? {type, room, host} : bad;
		}

		case 'msg': {
			const message = decodeMessage(fields);
			return message ? {type, ...message} : bad;
		}

		case 'nack': {
			return isPositive(n) && isLabel(code) && isString(text) ? {type, n, code, text} : bad;
		}

		case 'skip': {
			return isPositive(seq) ? {type, seq} : bad;
		}

		case 'page': {
			const messages = decodeList(fields.messages, decodeMessage);
			return messages && isCount(from) ? {type, from, messages} : bad;
		}

		case 'found': {
			const seqs = decodeList(fields.seqs, each => (isPositive(each) ? each : undefined));
			return isCount(k) && isPositive(from) && seqs && isOptional(end, isBoolean)
				? {type, k, from, seqs, ...(end === true && {end})}
				: bad;
		}

		case 'place': {
			return isCount(k) && isOptional(seq, isPositive) && isOptional(ts, isTime) ? {type, k, seq, ts} : bad;
		}

		case 'who': {
			const members = decodeList(fields.members, decodeMember);
			return members && isOptional(all, isBoolean) && isOptional(more, isBoolean) ? {type, members, all, more} : bad;
		}

		case 'ping': {
			return isCount(k) ? {type, k} : bad;
		}

		case 'pong': {
			return isCount(k) && isOptional(at, isCount) ? {type, k, ...(at !== undefined && {at})} : bad;
		}

		case 'paused': {
			return isBoolean(on) ? {type, on} : bad;
		}

		case 'code': {
			return isLabel(code) ? {type, code} : bad;
		}

		case 'close': {
			return isLabel(code) && isString(text) && isBoolean(retry) ? {type, code, text, retry} : bad;
		}

		default: {
			return isString(type) ? unknown : bad;
		}
	}
};
