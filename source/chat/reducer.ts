import type {LoggedMessage} from '../room/log.ts';
import {sanitizeLine} from '../text/sanitize.ts';
import type {PeerEvent, TimedEvent} from './events.ts';
import {appendLogEntries} from './log-entries.ts';
import type {ChatState, Delivery, HistoryItem} from './state.ts';

type Mutable<T> = {-readonly [K in keyof T]: T[K]};

/**
A state under way: what a batch of events adds is collected here, so that each list is copied once a
batch.
*/
type Draft = {
	state: Mutable<ChatState>;
	/** Somebody looks at the history and the log. */
	readonly isShown: boolean;
	readonly items: HistoryItem[];
	/** Items that come before the whole history. */
	older: HistoryItem[];
	readonly logged: Array<ChatState['socketLog'][number]>;
	readonly queued: Array<ChatState['pending'][number]>;
	readonly settled: Set<number>;
};

const describePeerEvent: Readonly<Record<PeerEvent, (name: string, formerly: string) => string>> = {
	joined: name => `${name} joined`,
	left: name => `${name} left`,
	away: name => `${name} is away`,
	back: name => `${name} is back`,
	renamed: (name, formerly) => `${formerly} is now ${name}`,
};

/**
My own copy of a message says how far it has come: in a plain session nobody can tell more than that
it was handed over.
*/
const getOwnDelivery = ({plain, role}: ChatState): Delivery => (plain && role === 'join' ? 'sent' : 'logged');

const createKey = (draft: Draft, kind: string): string => {
	draft.state.keyCount++;
	return `${kind} ${draft.state.keyCount}`;
};

const addNotice = (draft: Draft, at: number, text: string) => {
	draft.items.push({kind: 'notice', key: createKey(draft, 'notice'), at, text});
};

const addLogEntry = (draft: Draft, {type, ...entry}: Extract<TimedEvent, {type: 'log'}>) => {
	const {logged, state, isShown} = draft;
	if (!isShown) {
		return;
	}

	const last = logged.at(-1) ?? state.socketLog.at(-1);
	logged.push({...entry, key: (last?.key ?? 0) + 1});
};

const addRefused = (draft: Draft, {n, text}: Extract<TimedEvent, {type: 'refused'}>) => {
	const {state, queued, settled, items} = draft;
	const refused = queued.find(entry => entry.n === n) ?? state.pending.find(entry => entry.n === n);
	if (!refused || settled.has(n)) {
		return;
	}

	settled.add(n);
	items.push({
		kind: 'message',
		key: createKey(draft, 'refused'),
		at: refused.at,
		from: state.myName,
		fromId: state.myId ?? '',
		text: refused.text,
		to: refused.to,
		own: true,
		delivery: 'refused',
		reason: text,
	});
};

const addOlder = (draft: Draft, messages: readonly LoggedMessage[]) => {
	const {state} = draft;
	const items = messages.map(({seq, from, id, text, ts, to}): HistoryItem => {
		const own = id === state.myId;
		return {
			kind: 'message',
			key: createKey(draft, `older ${seq}`),
			seq,
			at: ts,
			from,
			fromId: id,
			text,
			own,
			to,
			delivery: own ? 'logged' : undefined,
		};
	});
	draft.older = [...items, ...draft.older];
};

const applyEvent = (draft: Draft, event: TimedEvent) => {
	const {state, items} = draft;
	switch (event.type) {
		case 'log': {
			addLogEntry(draft, event);
			break;
		}

		case 'invite': {
			state.inviteAddresses = event.addresses;
			state.code = event.code;
			state.tag = event.tag;
			break;
		}

		case 'status': {
			const {type, at, ...status} = event;
			state.status = status;
			state.hasBeenOpen ||= status.status === 'open' || status.status === 'listening';
			if (status.status === 'listening') {
				state.address = status.address;
			}

			break;
		}

		case 'me': {
			state.myId = event.id;
			state.myName = event.name;
			state.room = event.room === '' ? state.room : event.room;
			state.oldestSeq ??= event.first;
			break;
		}

		case 'members': {
			state.members = event.members;
			break;
		}

		case 'peer': {
			// A notice may have several lines: a name that a host has made up must not begin one.
			addNotice(
				draft,
				event.at,
				describePeerEvent[event.event](sanitizeLine(event.name), sanitizeLine(event.formerly ?? '')),
			);
			break;
		}

		case 'older': {
			addOlder(draft, event.messages);
			state.oldestSeq = event.from;
			break;
		}

		case 'message': {
			const {from, fromId, text, own, ts, seq, to} = event;
			state.oldestSeq ??= seq;
			if (!draft.isShown) {
				break;
			}

			items.push({
				kind: 'message',
				key: createKey(draft, 'message'),
				seq,
				at: ts,
				from,
				fromId,
				text,
				own,
				to,
				delivery: own ? getOwnDelivery(state) : undefined,
			});
			break;
		}

		case 'queued': {
			const {type, ...entry} = event;
			draft.queued.push(entry);
			break;
		}

		case 'ack':
		case 'sent': {
			draft.settled.add(event.n);
			break;
		}

		case 'refused': {
			addRefused(draft, event);
			break;
		}

		case 'reset': {
			// What stands above is of another order: there is nothing to load before it.
			state.oldestSeq = 1;
			addNotice(draft, event.at, 'History was reset: the room is a new one. What stands above is from before.');
			break;
		}

		case 'notice': {
			addNotice(draft, event.at, event.text);
			break;
		}

		case 'error': {
			break;
		}
	}
};

/**
Items that are left when there are more than the capacity: cutting a part off now and then costs
less than one each time.
*/
const shareAfterTrim = 0.8;

/** What is let go at the top can be loaded again. */
const trim = (state: Mutable<ChatState>, capacity: number) => {
	if (state.history.length <= capacity) {
		return;
	}

	state.history = capacity === 0 ? [] : state.history.slice(-Math.ceil(capacity * shareAfterTrim));
	const first = state.history.find(item => item.kind === 'message' && item.seq !== undefined);
	state.oldestSeq = first?.kind === 'message' ? first.seq : state.oldestSeq;
};

/**
Events, folded into the state in their order, of whose history the newest `historyCapacity` items
are kept, and the newest of the log; none of either where that is 0: nobody looks at them. Pure; a
list that they do not change stays the same list.
*/
export const reduce = (before: ChatState, events: readonly TimedEvent[], historyCapacity = Infinity): ChatState => {
	const draft: Draft = {
		state: {...before},
		isShown: historyCapacity > 0,
		items: [],
		older: [],
		logged: [],
		queued: [],
		settled: new Set(),
	};
	for (const event of events) {
		applyEvent(draft, event);
	}

	const {state, items, older, logged, queued, settled} = draft;
	if (items.length > 0 || older.length > 0) {
		state.history = [...older, ...before.history, ...items];
		if (older.length === 0) {
			trim(state, historyCapacity);
		}
	}

	if (logged.length > 0) {
		state.socketLog = appendLogEntries(before.socketLog, logged);
	}

	if (queued.length > 0 || settled.size > 0) {
		state.pending = [...before.pending, ...queued].filter(({n}) => !settled.has(n));
	}

	return state;
};
