import type {SocketLogEntry} from '../../../net/socket-log.ts';
import {logLimits} from '../limits.ts';
import type {FoldedLog, LoggedCall} from '../types.ts';
import {changeSocket} from './change-socket.ts';
import {classifyCall, countFrames} from './classify.ts';
import {foldAttempt, noteAttempt} from './fold-retries.ts';
import {capList, type LogDraft} from './log-draft.ts';
import {isSameSend} from './same-send.ts';
import {applyLife} from './socket-record.ts';

/** Whether the call has made a connection. */
const isConnected = ({verb, local, code}: LoggedCall): boolean =>
	code === undefined && (verb === 'accept' || (verb === 'connect' && local !== undefined));

const addLife = (draft: LogDraft, call: LoggedCall) => {
	if (call.verb === 'retry') {
		foldAttempt(draft, call);
		return;
	}

	if (call.connection === undefined) {
		draft.loose.push(call);
		capList(draft.loose, logLimits.life);
	} else {
		changeSocket(draft, call, record => applyLife(record, call));
	}

	const hasConnected = isConnected(call);
	noteAttempt(draft, call, hasConnected);
	if (hasConnected) {
		draft.lastConnected = call.key;
	}
};

const addData = (draft: LogDraft, call: LoggedCall) => {
	const last = draft.data.at(-1);
	if (last && isSameSend(last, call)) {
		draft.data[draft.data.length - 1] = {...last, connections: [...last.connections, call.connection ?? 0]};
	} else {
		draft.data.push({call, connections: call.connection === undefined ? [] : [call.connection]});
		capList(draft.data, logLimits.data);
	}
};

const addChatter = (draft: LogDraft, call: LoggedCall) => {
	changeSocket(draft, call, record => {
		const counts: Record<string, number> = {...record.chatter?.counts};
		for (const [type, count] of Object.entries(countFrames(call))) {
			counts[type] = (counts[type] ?? 0) + count;
		}

		return {...record, chatter: {key: call.key, from: call.at, ...record.chatter, at: call.at, counts}};
	});
};

const countTraffic = (draft: LogDraft, call: LoggedCall) => {
	const {verb, bytes, code} = call;
	if (bytes === undefined || code !== undefined || (verb !== 'send' && verb !== 'recv')) {
		return;
	}

	const way = verb === 'send' ? 'sent' : 'received';
	changeSocket(draft, call, record => ({
		...record,
		[way]: {calls: record[way].calls + 1, bytes: record[way].bytes + bytes},
	}));
};

/** Returns the log with more entries. It changes nothing in `log`. */
export const addCalls = (log: FoldedLog, entries: ReadonlyArray<SocketLogEntry & {readonly at: number}>): FoldedLog => {
	if (entries.length === 0) {
		return log;
	}

	const draft: LogDraft = {
		...log,
		calls: [...log.calls],
		data: [...log.data],
		sockets: [...log.sockets],
		loose: [...log.loose],
		retries: [...log.retries],
	};
	for (const entry of entries) {
		draft.lastKey++;
		const call: LoggedCall = {...entry, key: draft.lastKey};
		draft.calls.push(call);
		countTraffic(draft, call);
		const kind = classifyCall(call);
		draft.lastCall = kind === 'chatter' ? draft.lastCall : call.key;
		if (kind === 'life') {
			addLife(draft, call);
		} else if (kind === 'data') {
			addData(draft, call);
		} else {
			addChatter(draft, call);
		}
	}

	capList(draft.calls, logLimits.calls);
	return draft;
};
