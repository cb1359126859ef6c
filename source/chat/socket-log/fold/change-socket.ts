import {logLimits} from '../limits.ts';
import type {LoggedCall, SocketRecord} from '../types.ts';
import type {LogDraft} from './log-draft.ts';
import {createRecord} from './socket-record.ts';

/** Returns the index of a socket; where it would be, as a negative number less one, if unknown. */
export const findSocket = (sockets: readonly SocketRecord[], number: number): number => {
	let low = 0;
	let high = sockets.length;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if ((sockets[middle]?.number ?? 0) < number) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return sockets[low]?.number === number ? low : -low - 1;
};

/** Makes room for one more: the first that is closed goes, or else the first that is connected. */
const evictSocket = (sockets: SocketRecord[]) => {
	const closed = sockets.findIndex(each => each.closed !== undefined);
	const index = closed === -1 ? sockets.findIndex(each => each.listensSince === undefined) : closed;
	sockets.splice(Math.max(0, index), 1);
};

/** Changes the record of a call's socket, or makes one for a new socket. */
export const changeSocket = (draft: LogDraft, call: LoggedCall, change: (record: SocketRecord) => SocketRecord) => {
	const {sockets} = draft;
	const {connection} = call;
	if (connection === undefined) {
		return;
	}

	const found = findSocket(sockets, connection);
	if (found >= 0) {
		sockets[found] = change(sockets[found] ?? createRecord(connection, call));
		return;
	}

	// Of a socket that is no longer kept, only what begins anew is told.
	const isEvicted = sockets.length >= logLimits.sockets && connection < (sockets[0]?.number ?? 0);
	if (isEvicted) {
		return;
	}

	const record = change(createRecord(connection, call));
	if (sockets.length >= logLimits.sockets) {
		evictSocket(sockets);
	}

	const place = findSocket(sockets, connection);
	sockets.splice(place < 0 ? -place - 1 : place, 0, record);
};
