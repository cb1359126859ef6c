import type {TimedEvent} from '../chat/events.ts';
import {historyResetText} from '../chat/history.ts';
import {formatLogDetail} from '../chat/socket-log/format-log-detail.ts';
import {escapeHarmful} from '../text/sanitize.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Returns the fields of a status event. */
const createStatusFields = (event: Extract<TimedEvent, {type: 'status'}>): JsonObject => {
	const {status} = event;
	switch (event.status) {
		case 'connecting': {
			return {status, attempt: event.attempt};
		}

		case 'waiting': {
			return {status, attempt: event.attempt, retryInMs: Math.max(0, event.retryAt - event.at), reason: event.reason};
		}

		case 'closed': {
			return {status, reason: event.reason};
		}

		case 'open': {
			return {
				status,
				reason:
					event.silentSince === undefined
						? undefined
						: `no answer for ${Math.round((event.at - event.silentSince) / 1000)} s`,
			};
		}

		default: {
			return {status};
		}
	}
};

type MessageEvent = Extract<TimedEvent, {type: 'message'}>;
type Message = Pick<MessageEvent, 'from' | 'fromId' | 'text' | 'own'> & {
	readonly [Key in 'seq' | 'to' | 'part']?: MessageEvent[Key] | undefined;
};

/** Returns the fields of a message. */
export const createMessageFields = ({seq, from, fromId, text, own, to, part}: Message): JsonObject => ({
	type: 'message',
	seq,
	from,
	fromId,
	text,
	own,
	to: to?.name,
	toId: to?.id,
	part,
});

/** Formats fields as one line that is safe to print on a terminal. */
export const formatJsonLine = (fields: JsonObject, at: number): string =>
	escapeHarmful(JSON.stringify({...fields, at: new Date(at).toISOString()}));

/** Returns the fields that `--json` prints, or undefined for events that it does not print. */
const createFields = (event: TimedEvent): JsonObject | undefined => {
	const {type} = event;
	switch (event.type) {
		case 'log': {
			const {verb, remote, address, port, connection, local, bytes, wireBytes, code, errno, took, fault} = event;
			const peer = {peer: remote, address, port};
			const facts = {connection, local, bytes, wireBytes, code, errno, tookMs: took, fault};
			return {type, verb, detail: formatLogDetail(event), ...peer, ...facts};
		}

		case 'invite': {
			return {type, addresses: event.addresses, code: event.code};
		}

		case 'status': {
			return {type, ...createStatusFields(event)};
		}

		case 'peer': {
			const {id, name, address, removedBy} = event;
			return {type, event: event.event, id, name, address, removedBy};
		}

		case 'message': {
			return {...createMessageFields(event), replayed: event.isReplayed};
		}

		case 'ack': {
			return {type, n: event.n, seq: event.seq};
		}

		case 'refused': {
			return {type: 'error', code: event.code, text: event.text, n: event.n};
		}

		case 'reset': {
			return {type: 'error', code: 'history-reset', text: historyResetText};
		}

		case 'error': {
			return {type, code: event.code, text: event.text};
		}

		default: {
			return undefined;
		}
	}
};

/**
Returns a function that formats events as lines for `--json`. It returns undefined for events that
are not printed. While a link is open, only falling silent and answering again are printed.
*/
export const createJsonWriter = (): ((event: TimedEvent) => string | undefined) => {
	let lastStatus = '';
	return event => {
		const fields = createFields(event);
		if (!fields) {
			return undefined;
		}

		if (event.type === 'status') {
			const {status, reason} = fields;
			const isPrinted = event.status !== 'open' || lastStatus !== `open ${reason === undefined ? '' : 'silent'}`;
			lastStatus = `${String(status)} ${reason === undefined ? '' : 'silent'}`;
			if (!isPrinted) {
				return undefined;
			}
		}

		return formatJsonLine(fields, event.type === 'message' ? event.ts : event.at);
	};
};
