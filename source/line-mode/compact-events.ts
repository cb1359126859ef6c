import type {TimedEvent} from '../chat/events.ts';

/** An event that is not printed yet. */
export type WaitingEvent = {
	readonly event: TimedEvent;
	/** The place in the room's log that is printed before it. */
	readonly after: number;
};

type PeerEvent = Extract<TimedEvent, {type: 'peer'}>;

/** Changes that replace each other: a member is here, away, or back. */
const getKind = ({event}: PeerEvent): 'joined' | 'name' | 'presence' =>
	event === 'joined' ? 'joined' : event === 'renamed' ? 'name' : 'presence';

/**
Returns the keys by which a later event replaces an earlier one, and undefined if none does.
*/
const getKey = (event: TimedEvent): string | undefined => {
	switch (event.type) {
		case 'peer': {
			return `peer ${getKind(event)} ${event.id}`;
		}

		case 'status':
		case 'invite':
		case 'announcement': {
			return event.type;
		}

		default: {
			return undefined;
		}
	}
};

/**
Returns the events that still matter to somebody who reads them all at once: the last status and
invitation, and of each member its coming, its last name and whether it is here. Nothing is left of
a member that has come and gone.
*/
export const compactEvents = (waiting: readonly WaitingEvent[]): WaitingEvent[] => {
	const last = new Map<string, WaitingEvent>();
	/** Whether a member was there before the first event, and those that have come and gone. */
	const wasThere = new Map<string, boolean>();
	const gone = new Set<string>();
	for (const each of waiting) {
		const {event} = each;
		const key = getKey(event);
		if (key !== undefined) {
			last.set(key, each);
		}

		if (event.type === 'peer') {
			const {id} = event;
			wasThere.set(id, wasThere.get(id) ?? event.event !== 'joined');
			gone[event.event === 'left' && !wasThere.get(id) ? 'add' : 'delete'](id);
		}
	}

	return waiting.filter(each => {
		const {event} = each;
		const key = getKey(event);
		return (key === undefined || last.get(key) === each) && !(event.type === 'peer' && gone.has(event.id));
	});
};
