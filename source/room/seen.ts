/** How a client shows which history it has read: a log that was put back from a copy is another. */
import {createHash} from 'node:crypto';
import {isVisibleTo, type LoggedMessage, type RoomLog} from './log.ts';

/**
The last message that a client has received. It stands for all before it: another history has
another message at its place, or at least another time. `digest` is empty if none was received since
the place `seq`.
*/
export type Seen = {readonly seq: number; readonly digest: string};

/** Returns 16 hex digits that depend on all that both ends know of a message. */
export const digestMessage = ({seq, id, n, from, ts, text, to}: LoggedMessage): string =>
	createHash('sha256')
		.update(JSON.stringify([seq, id, n, from, ts, text, to?.id ?? null]))
		.digest('hex')
		.slice(0, 16);

export type ReadPosition = {
	readonly memberId: string;
	/** The seq of the last place that the client has received. */
	readonly since: number;
	/** Missing from older clients, whose `since` is believed. */
	readonly seen: Seen | undefined;
};

/** So many private places after the last message are compared; before more, they are sent again. */
const maximumCompared = 500;

const isThere = (log: RoomLog, {memberId, seen}: ReadPosition & {readonly seen: Seen}): boolean => {
	if (seen.digest === '') {
		return true;
	}

	const [message] = log.read(seen.seq, 1);
	// Without the second condition, a digest could be used to guess what others said in private.
	return message !== undefined && isVisibleTo(message, memberId) && digestMessage(message) === seen.digest;
};

/**
Returns the seq from which a client reads on in this log; undefined if it has read another history.
Places after the last message that it has, which were private to others, may have become another
message.

Throws as `log.read` does.
*/
export const findResumeSeq = (log: RoomLog, position: ReadPosition): number | undefined => {
	const {memberId, since, seen} = position;
	if (!seen) {
		return since <= log.head ? since : undefined;
	}

	if (seen.seq > since || seen.seq > log.head || !isThere(log, {...position, seen})) {
		return undefined;
	}

	const isComparable = since <= log.head && since - seen.seq <= maximumCompared;
	return isComparable && !log.read(seen.seq + 1, since - seen.seq).some(message => isVisibleTo(message, memberId))
		? since
		: seen.seq;
};
