import {logLimits} from '../limits.ts';
import type {Ending, LoggedCall, SocketRecord} from '../types.ts';

/** Of a long life, these first calls are always kept. */
const keptFirst = 8;

/** Returns the record of a socket of which nothing is known but its first call. */
export const createRecord = (number: number, {at}: LoggedCall): SocketRecord => ({
	number,
	from: at,
	received: {calls: 0, bytes: 0},
	sent: {calls: 0, bytes: 0},
	life: [],
	dropped: 0,
});

/** Whether the socket itself is closed: a reason is told before, and a listener's error is none. */
const isClose = ({verb, reason, note, code, remote}: LoggedCall): boolean =>
	verb === 'close' && reason === undefined && note === undefined && (code === undefined || remote !== undefined);

const findEnding = (call: LoggedCall): Ending | undefined => {
	switch (call.verb) {
		case 'end': {
			return 'they';
		}

		case 'reset': {
			return 'reset';
		}

		case 'shutdown': {
			return 'we';
		}

		case 'close': {
			return isClose(call) ? 'we' : undefined;
		}

		default: {
			return undefined;
		}
	}
};

/** Returns what a call changes besides the list of calls. */
const readChanges = (record: SocketRecord, call: LoggedCall): Partial<SocketRecord> => {
	const {verb, at, key, code} = call;
	if (code !== undefined) {
		return {code, ...(isClose(call) && {closed: {at, key}})};
	}

	switch (verb) {
		case 'listen': {
			return {listensSince: at};
		}

		case 'accept': {
			return {connectedAt: at, isAccepted: true};
		}

		case 'connect': {
			// The start of a dial has one end only.
			return call.local === undefined ? {} : {connectedAt: record.connectedAt ?? at};
		}

		case 'hello':
		case 'resume': {
			return call.by === 'remote' && call.name !== undefined ? {name: call.name} : {};
		}

		case 'end': {
			return {endedBy: call.note === 'close_notify' ? 'close_notify' : 'FIN'};
		}

		case 'shutdown': {
			return {hasShutDown: true};
		}

		case 'close': {
			return isClose(call) ? {closed: {at, key}} : {};
		}

		default: {
			return {};
		}
	}
};

/** Returns the record after one more call of the socket's life. */
export const applyLife = (record: SocketRecord, call: LoggedCall): SocketRecord => {
	const isFull = record.life.length >= logLimits.life;
	const {local = record.local, remote = record.remote} = call;
	const ending = record.ending ?? findEnding(call);
	return {
		...record,
		...(local !== undefined && {local}),
		...(remote !== undefined && {remote}),
		...(ending !== undefined && {ending}),
		...readChanges(record, call),
		// The first calls say what the socket is; those after them make room.
		life: isFull
			? [...record.life.slice(0, keptFirst), ...record.life.slice(keptFirst + 1), call]
			: [...record.life, call],
		dropped: record.dropped + (isFull ? 1 : 0),
	};
};
