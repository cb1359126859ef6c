import {Buffer} from 'node:buffer';
import {isVisibleTo, type LoggedMessage, type RoomLog} from '../../room/log.ts';
import {encodeFrame, maximumFrameBytes} from '../../wire/frames.ts';
import {newcomerHistory} from '../limits.ts';
import type {Batch} from './session.ts';

/** Reads on in the log. A log that cannot be read has failed, which its owner hears of: here there is then nothing more. */
export const readFrom = (log: RoomLog, from: number, limit: number): readonly LoggedMessage[] => {
	try {
		return log.read(from, limit);
	} catch {
		return [];
	}
};

type Encode = (message: LoggedMessage) => string;

const encode: Encode = message => encodeFrame({type: 'msg', ...message});

/** Members that have fallen behind read the same messages, each at its own pace. */
const encoded = new WeakMap<LoggedMessage, string>();

/** Encodes a message once, for as long as the log has it at hand. */
const encodeOnce: Encode = message => {
	const known = encoded.get(message);
	if (known !== undefined) {
		return known;
	}

	const frame = encode(message);
	encoded.set(message, frame);
	return frame;
};

/** One message as a member's connection carries it: only its place, where it is for others. */
const encodeMessage = (message: LoggedMessage, memberId: string, encodeIt: Encode = encodeOnce): string =>
	isVisibleTo(message, memberId) ? encodeIt(message) : encodeFrame({type: 'skip', seq: message.seq});

type EncodedMessages = {
	readonly frames: string;
	/** How the log names them. */
	readonly what: string;
};

/** Several of them, as this member gets them. */
export const encodeMessages = (
	messages: readonly LoggedMessage[],
	memberId: string,
	encodeIt?: Encode,
): EncodedMessages => {
	const [first, ...others] = messages;
	const isSkipped = first !== undefined && others.length === 0 && !isVisibleTo(first, memberId);
	const what = messages.length === 1 ? 'msg' : `msg ×${messages.length}`;
	return {
		frames: messages.map(message => encodeMessage(message, memberId, encodeIt)).join(''),
		what: isSkipped ? 'skip' : what,
	};
};

/** Nobody's id: what is encoded for it is what all get who are no party to a private message. */
const stranger = '';

export const createBatch = (messages: readonly LoggedMessage[]): Batch => {
	// All who are up to date share it: it need not be kept for one who might fall behind.
	const {frames, what} = encodeMessages(messages, stranger, encode);
	const shared = {frames: Buffer.from(frames), what};
	const parties = new Set(messages.flatMap(({id, to}) => (to ? [id, to.id] : [])));
	return {messages, encodedFor: memberId => (parties.has(memberId) ? encodeMessages(messages, memberId) : shared)};
};

/**
What of the newest messages before `before` is for this member, oldest first: of at most `limit`, and no more than one line holds (a
character of JSON takes up to three bytes). `from`: the place in the log from which on it has them now.
*/
export const readPageBefore = (
	log: RoomLog,
	{before, limit}: {readonly before: number; readonly limit: number},
	memberId: string,
): {readonly from: number; readonly messages: readonly LoggedMessage[]} => {
	const from = Math.max(1, before - Math.min(limit, newcomerHistory));
	const messages = readFrom(log, from, Math.min(before, log.head + 1) - from);
	let size = 0;
	let start = messages.length;
	for (const [index, message] of [...messages.entries()].toReversed()) {
		size += encodeMessage(message, memberId).length * 3;
		if (size > maximumFrameBytes && start < messages.length) {
			break;
		}

		start = index;
	}

	return {
		from: messages[start]?.seq ?? before,
		messages: messages.slice(start).filter(message => isVisibleTo(message, memberId)),
	};
};
