import type {UnreadByPeer} from '../net/host/plain/unread-count.ts';
import type {Member} from '../room/member.ts';
import {formatClockWithSeconds, formatMoment} from '../text/format-time.ts';
import {foldName} from '../text/name.ts';
import {sanitizeLine} from '../text/sanitize.ts';
import type {PeerChange} from './presence/presence-event.ts';
import type {ChatState} from './state.ts';

const describePresence = ({status, isHalfClosed}: Member): string => {
	if (status === 'away') {
		return ' (away)';
	}

	return isHalfClosed ? ' (has closed its side)' : '';
};

/**
Returns a line that lists the members with their addresses. `lastSeenAt`: when the host was last
heard of, if it is gone.
*/
export const describeMembers = (members: readonly Member[], lastSeenAt?: number, now = Date.now()): string => {
	if (members.length === 0) {
		return 'No members are known yet.';
	}

	const list = members
		.map(member => `${sanitizeLine(member.name)} at ${sanitizeLine(member.address)}${describePresence(member)}`)
		.join(', ');
	return lastSeenAt === undefined ? list : `When last seen, at ${formatMoment(lastSeenAt, now)}: ${list}`;
};

/** Returns what a host's user is told of a plain peer that was gone when it was written to. */
export const describeUnread = ({name, since, count}: UnreadByPeer): string => {
	const sent = count === 1 ? '1 message was' : `${count} messages were`;
	return `${sanitizeLine(name)} is gone. ${sent} sent to it after it had closed its side at ${formatClockWithSeconds(since)}: it may not have read ${count === 1 ? 'it' : 'them'}.`;
};

const maximumPastNames = 200;

/** Returns `past` with the names that a member had in `before` and no member has in `after`. */
export const addPastNames = (
	past: readonly string[],
	before: readonly Member[],
	after: readonly Member[],
): readonly string[] => {
	const present = new Set(after.map(({name}) => name));
	const gone = before.filter(({name}) => !present.has(name)).map(({name}) => name);
	return gone.length === 0 ? past : [...past, ...gone].slice(-maximumPastNames);
};

/**
Returns the names of the other members, of those who have left, and of the authors that are shown.
None in a plain session, which has no private messages.
*/
export const listKnownNames = ({
	role,
	plain,
	members,
	pastNames,
	history,
	myName,
}: Pick<ChatState, 'role' | 'plain' | 'members' | 'pastNames' | 'history' | 'myName'>): readonly string[] => {
	if (plain && role === 'join') {
		return [];
	}

	const authors = new Set(history.flatMap(item => (item.kind === 'message' ? [item.from] : [])));
	// The names of today come last, so that they win over others that differ in case.
	return [...authors, ...pastNames, ...members.map(({name}) => name)].filter(
		name => foldName(name) !== foldName(myName),
	);
};

/**
Returns the differences between two lists of members. Changes of the user's own member are
left out. `removed`: the ids of those that the host has removed.
*/
export const diffMembers = (
	before: readonly Member[],
	after: readonly Member[],
	{myId, removed = new Set()}: {readonly myId: string | undefined; readonly removed?: ReadonlySet<string>},
): readonly PeerChange[] => {
	const changes: PeerChange[] = [];
	const known = new Map(before.map(member => [member.id, member]));
	for (const {id, name, address, status, isHalfClosed} of after) {
		const earlier = known.get(id);
		known.delete(id);
		if (id === myId) {
			continue;
		}

		if (!earlier) {
			changes.push({event: 'joined', id, name, address});
		} else if (earlier.status !== status && status !== 'left') {
			changes.push({event: status === 'away' ? 'away' : 'back', id, name, address});
		}

		if (isHalfClosed && !earlier?.isHalfClosed) {
			changes.push({event: 'half-closed', id, name, address});
		}

		if (earlier && earlier.name !== name) {
			changes.push({event: 'renamed', id, name, address, formerly: earlier.name});
		}
	}

	// The host is always the first member of its room.
	const remover = before[0]?.name;
	for (const {id, name, address} of known.values()) {
		if (id !== myId) {
			const removedBy = removed.has(id) ? remover : undefined;
			changes.push({event: 'left', id, name, address, ...(removedBy !== undefined && {removedBy})});
		}
	}

	return changes;
};
