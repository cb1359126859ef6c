import type {TimedEvent} from './events.ts';
import {
	addInvitation,
	addMessage,
	addNameNotice,
	addNotice,
	addOlder,
	addPeerNotice,
	addRefused,
	historyResetText,
	replaceAnnouncement,
	addWindow,
	trimHistory,
	type Draft,
} from './history.ts';
import {addPastNames} from './members.ts';
import type {ChatState} from './state.ts';
import {addCalls} from './socket-log/fold/add-calls.ts';
import {dropWindow} from './window/gap.ts';

/** Adds one event to the draft. */
const applyEvent = (draft: Draft, event: TimedEvent) => {
	const {state} = draft;
	switch (event.type) {
		case 'log': {
			if (draft.capacity > 0) {
				draft.logged.push(event);
			}

			break;
		}

		case 'invite': {
			state.inviteAddresses = event.addresses;
			state.code = event.code;
			state.tag = event.tag;
			state.joinCommand = event.joinCommand;
			state.address = event.addresses[0] ?? state.address;
			if (state.status.status === 'listening') {
				state.status = {...state.status, address: state.address};
			}

			break;
		}

		case 'announcement': {
			state.tag = event.tag;
			replaceAnnouncement(draft, event);
			break;
		}

		case 'invitation-shown': {
			addInvitation(draft, event.at);
			break;
		}

		case 'status': {
			// The end is final: a room that was still opening may go on for a moment.
			if (state.status.status === 'closed') {
				break;
			}

			const {type, at, ...status} = event;
			if (status.status === 'open') {
				state.lastSeenAt = undefined;
			} else if (state.status.status === 'open') {
				state.lastSeenAt = state.status.silentSince ?? at;
			}

			state.status = status;
			state.hasBeenOpen ||= status.status === 'open' || status.status === 'listening';
			if (status.status === 'listening') {
				state.address = status.address;
			}

			break;
		}

		case 'me': {
			addNameNotice(draft, event);
			state.myId = event.id;
			state.myName = event.name;
			state.room = event.room === '' ? state.room : event.room;
			state.oldestSeq ??= event.first;
			state.isPlainRoom = event.isPlainRoom ?? state.isPlainRoom;
			break;
		}

		case 'leaving': {
			state.lastKeyBeforeEnd ??= state.socketLog.lastKey + draft.logged.length;
			break;
		}

		case 'lock': {
			state.isLocked = event.isLocked;
			break;
		}

		case 'newcomers': {
			state.newcomers = event.names;
			break;
		}

		case 'lab': {
			state.lab = {active: event.active};
			break;
		}

		case 'moved': {
			state.address = event.address;
			break;
		}

		case 'members': {
			state.pastNames = addPastNames(state.pastNames, state.members, event.members);
			state.members = event.members;
			break;
		}

		case 'peer': {
			if (!event.isHeld) {
				addPeerNotice(draft, event.at, event);
			}

			break;
		}

		case 'settled': {
			for (const change of event.changes) {
				addPeerNotice(draft, event.at, change);
			}

			break;
		}

		case 'older': {
			addOlder(draft, event.messages);
			state.oldestSeq = event.from;
			break;
		}

		case 'window': {
			addWindow(draft, event);
			break;
		}

		case 'reading-back': {
			state.isReadingBack = event.isReadingBack;
			if (!event.isReadingBack) {
				Object.assign(state, dropWindow(state));
			}

			break;
		}

		case 'message': {
			addMessage(draft, event);
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
			// The history shown is from another room's log, so nothing before it can be loaded.
			state.history = dropWindow(state).history;
			state.oldestSeq = 1;
			addNotice(draft, event.at, `${historyResetText} What stands above is from before.`);
			break;
		}

		case 'notice': {
			addNotice(draft, event.at, event.text);
			break;
		}

		case 'replayed':
		case 'error': {
			break;
		}
	}
};

/**
Returns the state after the events. Pure: it changes nothing in `before`, and a list that no event
changes stays the same array.

@param historyCapacity The number of history items to keep, the newest ones. 0: nothing is shown, so
the history and the connection log stay empty.
*/
export const reduce = (before: ChatState, events: readonly TimedEvent[], historyCapacity = Infinity): ChatState => {
	const draft: Draft = {
		state: {...before},
		capacity: historyCapacity,
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
		state.history = [...older, ...state.history, ...items];
		if (older.length === 0 || state.isReadingBack) {
			trimHistory(draft);
		}
	}

	if (logged.length > 0) {
		state.socketLog = addCalls(before.socketLog, logged);
	}

	if (queued.length > 0 || settled.size > 0) {
		state.pending = [...before.pending, ...queued].filter(({n}) => !settled.has(n));
	}

	return state;
};
