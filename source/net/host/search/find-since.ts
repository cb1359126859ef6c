import {isVisibleTo, type LoggedMessage, type RoomLog} from '../../../room/log.ts';

/** Places are compared by the first messages of blocks, then within one. */
const blockSize = 64;
/** The messages that are looked at behind the place, for one that the member may see. */
const maximumLooked = 1024;

/** The log's owner is notified by the log itself if it cannot be read. */
const read = (log: RoomLog, from: number, limit: number): readonly LoggedMessage[] => {
	try {
		return log.read(from, limit);
	} catch {
		return [];
	}
};

const firstOf = (block: number): number => block * blockSize + 1;

/** Returns the number of the last block that begins before a time; 0 if none does. */
const findBlock = (log: RoomLog, ts: number): number => {
	let low = 0;
	let high = Math.floor(Math.max(0, log.head - 1) / blockSize);
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if ((read(log, firstOf(middle), 1)[0]?.ts ?? Infinity) < ts) {
			low = middle;
		} else {
			high = middle - 1;
		}
	}

	return low;
};

/**
Returns the first message since a time that a member may see; undefined if there is none. The log is
taken to be in the order of time: after a jump of the host's clock, the place is near.
*/
export const findSince = (log: RoomLog, ts: number, memberId: string): LoggedMessage | undefined => {
	const start = firstOf(findBlock(log, ts));
	for (let from = start; from < start + maximumLooked && from <= log.head; from += blockSize) {
		const found = read(log, from, blockSize).find(message => message.ts >= ts && isVisibleTo(message, memberId));
		if (found) {
			return found;
		}
	}

	return undefined;
};
