import {Buffer} from 'node:buffer';
import {isVisibleTo, type LoggedMessage, type LogQueries, type RoomLog} from '../../room/log.ts';
import {encodeFrame, maximumFrameBytes} from '../../wire/frames.ts';
import {maximumPlaces, newcomerHistory} from '../limits.ts';
import {EncodedMessages} from './encoded-messages.ts';
import {findSince} from './search/find-since.ts';
import type {FoundPage, Searcher} from './search/searcher.ts';
import type {Batch, LabelledFrames} from './session.ts';

/**
Reads at most `limit` messages, from the one with seq `from` on. Returns none when the log cannot be
read: the log's owner is notified of the failure by the log itself.
*/
export const readFrom = (log: RoomLog, from: number, limit: number): readonly LoggedMessage[] => {
	try {
		return log.read(from, limit);
	} catch {
		return [];
	}
};

const encoded = new EncodedMessages();

/** Encodes a message for a member: as a `skip` of its seq if it is private between others. */
const encodeMessage = (message: LoggedMessage, memberId: string): Uint8Array =>
	isVisibleTo(message, memberId) ? encoded.encode(message) : Buffer.from(encodeFrame({type: 'skip', seq: message.seq}));

/** Returns the number of bytes of a message as this member receives it. */
export const measureMessage = (message: LoggedMessage, memberId: string): number =>
	encodeMessage(message, memberId).length;

/** Encodes messages as this member receives them. */
export const encodeMessages = (messages: readonly LoggedMessage[], memberId: string): LabelledFrames => {
	const [first, ...others] = messages;
	const isSkip = first !== undefined && others.length === 0 && !isVisibleTo(first, memberId);
	const frames = messages.map(message => encodeMessage(message, memberId));
	return {
		frames: frames.length === 1 && frames[0] ? frames[0] : Buffer.concat(frames),
		content: {frames: isSkip ? {skip: 1} : {msg: messages.length}},
	};
};

/** How the frame of a message begins; the same message in a page has no type. */
const messageStart = '{"type":"msg",';

/** Encodes a page. Its messages are those that `encodeMessages` encodes, too. */
export const encodePage = ({from, messages}: FoundPage): Uint8Array => {
	const parts: Uint8Array[] = [Buffer.from(`{"type":"page","from":${from},"messages":[`)];
	for (const [index, message] of messages.entries()) {
		parts.push(Buffer.from(index === 0 ? '{' : ',{'), encoded.encode(message).subarray(messageStart.length, -1));
	}

	return Buffer.concat([...parts, Buffer.from(']}\n')]);
};

/**
An id that no member has, to encode what members receive who have no part in a private message.
*/
const nobody = '';

export const createBatch = (messages: readonly LoggedMessage[]): Batch => {
	// All members who are up to date share this encoding.
	const shared = encodeMessages(messages, nobody);
	const parties = new Set(messages.flatMap(({id, to}) => (to ? [id, to.id] : [])));
	return {messages, encodeFor: memberId => (parties.has(memberId) ? encodeMessages(messages, memberId) : shared)};
};

/** The number of messages that are read first; each further read takes twice as many. */
const firstRead = 4;
/** The characters of messages that one page reads, those of others' private ones included. */
const maximumRead = 4 * maximumFrameBytes;

/** Reads the newest messages before a seq, newest first, and no more of them than are asked for. */
function* readBackwards(
	log: RoomLog,
	{before, limit}: {readonly before: number; readonly limit: number},
): Generator<LoggedMessage, void, undefined> {
	const first = Math.max(1, before - limit);
	let end = Math.min(before, log.head + 1);
	for (let size = firstRead; end > first; size *= 2) {
		const from = Math.max(first, end - size);
		const messages = readFrom(log, from, end - from);
		if (messages.length === 0) {
			return;
		}

		yield* messages.toReversed();
		end = from;
	}
}

/**
Reads the newest messages before the seq `before` that this member may see, oldest first: at most
`limit`, and if there is more than one, no more than `bytes` hold (default: what one frame holds).
Returns `from`, the seq from which on the member then has the log.
*/
export const readPageBefore = (
	log: RoomLog,
	{
		before,
		limit,
		bytes = maximumFrameBytes,
	}: {readonly before: number; readonly limit: number; readonly bytes?: number},
	memberId: string,
): {readonly from: number; readonly messages: readonly LoggedMessage[]} => {
	const taken: LoggedMessage[] = [];
	let size = 0;
	let read = 0;
	for (const message of readBackwards(log, {before, limit: Math.min(limit, newcomerHistory)})) {
		size += measureMessage(message, memberId);
		read += message.text.length;
		if ((size > bytes || read > maximumRead) && taken.length > 0) {
			break;
		}

		taken.push(message);
	}

	return {
		from: taken.at(-1)?.seq ?? before,
		messages: taken.toReversed().filter(message => isVisibleTo(message, memberId)),
	};
};

/** Returns what the host's own member can ask of the log. `host.searcher`: its search. */
export const createOwnQueries = ({
	log,
	host: {searcher},
	hostId: memberId,
}: {
	readonly log: RoomLog;
	readonly host: {readonly searcher: Searcher};
	readonly hostId: string;
}): LogQueries => ({
	readOlder: async (before, find) =>
		find === undefined
			? readPageBefore(log, {before, limit: newcomerHistory}, memberId)
			: new Promise(resolve => {
					searcher.findNext({before, find, memberId}, resolve);
				}),
	searchLog({before, find}, onFound) {
		let isEnded = false;
		searcher.findAll({before, find, memberId, limit: maximumPlaces}, ({from, messages, isOver}) => {
			if (!isEnded) {
				isEnded = isOver;
				onFound({from, seqs: messages.map(({seq}) => seq), isOver});
			}
		});
		return () => {
			if (!isEnded) {
				isEnded = true;
				searcher.stopFindingAll();
			}
		};
	},
	findSince: async ts => findSince(log, ts, memberId) ?? 'none',
});
