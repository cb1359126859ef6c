import type {LoggedMessage} from '../room/log.ts';
import {sanitizeLine} from '../text/sanitize.ts';
import type {TimedEvent} from './events.ts';
import {describeOwnName} from './presence/own-name.ts';
import type {PeerChange, PeerEvent} from './presence/presence-event.ts';
import type {ChatState, Delivery, HistoryItem} from './state.ts';
import {isBeyond, keepNewest, shareAfterTrim} from './window/bounds.ts';
import {placePage, trimBetween} from './window/window.ts';

/** Shown when the room has another history than before. */
export const historyResetText = 'History was reset: the room is a new one.';

/** Returns the line for the user when a room can no longer be announced, or is announced again. */
export const describeAnnouncement = ({tag, code}: Pick<Extract<TimedEvent, {type: 'announcement'}>, 'tag' | 'code'>) =>
	code === undefined
		? `The room is announced on the local network again${tag === undefined ? '' : `, as ${tag}`}.`
		: `The room cannot be announced on the local network (${code}). Others need its address.`;

/** A state that may be changed. */
type MutableState = {-readonly [K in keyof ChatState]: ChatState[K]};

/**
The state while a batch of events is applied. It collects what the batch adds, so that each list is
copied once a batch, not once an event.
*/
export type Draft = {
	readonly state: MutableState;
	/**
	The number of history items to keep. If it is 0, the history and the connection log stay empty.
	*/
	readonly capacity: number;
	/** Items to append to the history. */
	readonly items: HistoryItem[];
	/** Items to put before the history. */
	older: HistoryItem[];
	/** Entries to append to the connection log. */
	readonly logged: Array<Extract<TimedEvent, {type: 'log'}>>;
	/** The user's messages that became pending. */
	readonly queued: Array<ChatState['pending'][number]>;
	/** The numbers of the user's messages that are no longer pending. */
	readonly settled: Set<number>;
};

const describePeerEvent: Readonly<Record<PeerEvent, (name: string, other: string) => string>> = {
	joined: name => `${name} joined`,
	left: (name, remover) => (remover === '' ? `${name} left` : `${remover} removed ${name}`),
	away: name => `${name} is away`,
	back: name => `${name} is back`,
	'half-closed': name => `${name} has closed its side: it may still read`,
	renamed: (name, formerly) => `${formerly} is now ${name}`,
};

/**
Returns the delivery of the user's own message. In a plain session nothing is known after the
network has it.
*/
const getOwnDelivery = ({plain, role}: ChatState): Delivery => (plain && role === 'join' ? 'sent' : 'logged');

const createKey = (draft: Draft, kind: string): string => {
	draft.state.keyCount++;
	return `${kind} ${draft.state.keyCount}`;
};

/** Adds a line for this user only. */
export const addNotice = (draft: Draft, at: number, text: string) => {
	draft.items.push({kind: 'notice', key: createKey(draft, 'notice'), at, text});
};

/**
Takes away the line that said that the room cannot be announced, and adds one if it cannot be now.
*/
export const replaceAnnouncement = (draft: Draft, event: Extract<TimedEvent, {type: 'announcement'}>) => {
	const {state, items} = draft;
	const isOld = (item: HistoryItem) => item.kind === 'notice' && item.isAnnouncement === true;
	state.history = state.history.filter(item => !isOld(item));
	items.splice(0, items.length, ...items.filter(item => !isOld(item)));
	if (event.code !== undefined) {
		items.push({
			kind: 'notice',
			key: createKey(draft, 'notice'),
			at: event.at,
			text: describeAnnouncement(event),
			isAnnouncement: true,
		});
	}
};

/** Adds the place where the invitation is shown. */
export const addInvitation = (draft: Draft, at: number) => {
	draft.items.push({kind: 'invitation', key: createKey(draft, 'invitation'), at});
};

/** Says what name the user has, where it is not the one that the user knows. */
export const addNameNotice = (draft: Draft, {at, name, wanted}: Extract<TimedEvent, {type: 'me'}>) => {
	const {myId, myName} = draft.state;
	const sentence = describeOwnName({name, wanted}, myName, myId === undefined);
	if (sentence !== undefined) {
		addNotice(draft, at, sentence);
	}
};

/** Adds a notice of a member who joined, left, or changed. */
export const addPeerNotice = (draft: Draft, at: number, {event, name, ...more}: PeerChange) => {
	// A notice may have several lines, so a name must not contain a line break: a malicious host
	// could fake a line with it.
	const other = sanitizeLine(more.removedBy ?? more.formerly ?? '');
	addNotice(draft, at, describePeerEvent[event](sanitizeLine(name), other));
};

/** Adds a message that is in the room's log, or that a plain peer sent. */
export const addMessage = (draft: Draft, event: Extract<TimedEvent, {type: 'message'}>) => {
	const {state, items, capacity} = draft;
	const {from, fromId, text, own, ts, seq, to, part} = event;
	state.oldestSeq ??= seq;
	if (capacity === 0) {
		return;
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
		part,
		delivery: own ? getOwnDelivery(state) : undefined,
	});
};

/** Moves a refused message from the pending ones to the history, with the reason. */
export const addRefused = (draft: Draft, {n, text}: Extract<TimedEvent, {type: 'refused'}>) => {
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
		part: refused.part,
		own: true,
		delivery: 'refused',
		reason: text,
	});
};

const createItems = (draft: Draft, messages: readonly LoggedMessage[]) =>
	messages.map(({seq, from, id, text, ts, to, part}): HistoryItem => {
		const own = id === draft.state.myId;
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
			part,
			delivery: own ? 'logged' : undefined,
		};
	});

/** Puts older messages before the history. */
export const addOlder = (draft: Draft, messages: readonly LoggedMessage[]) => {
	if (draft.capacity > 0) {
		draft.older = [...createItems(draft, messages), ...draft.older];
	}
};

/** Puts messages from a place far back into the history. */
export const addWindow = (draft: Draft, {messages, ...page}: Extract<TimedEvent, {type: 'window'}>) => {
	const {state, capacity} = draft;
	state.history = [...draft.older, ...state.history];
	draft.older = [];
	state.isReadingBack = true;
	const items = createItems(draft, messages);
	Object.assign(
		state,
		placePage<HistoryItem>(state, {...page, items}, {capacity, createKey: () => createKey(draft, 'gap')}),
	);
};

/**
Drops the oldest items of a history that has outgrown its capacity. They can be loaded again. What
is read far back stays.
*/
export const trimHistory = (draft: Draft) => {
	const {state, capacity} = draft;
	if (state.isReadingBack) {
		Object.assign(state, trimBetween<HistoryItem>(state, {capacity, createKey: () => createKey(draft, 'gap')}));
		return;
	}

	if (!isBeyond(state.history, capacity)) {
		return;
	}

	state.history = keepNewest(state.history, capacity, shareAfterTrim);
	const first = state.history.find(item => item.kind === 'message' && item.seq !== undefined);
	state.oldestSeq = first?.kind === 'message' ? first.seq : state.oldestSeq;
};
