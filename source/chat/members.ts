import type {Member} from '../room/member.ts';
import {sanitizeLine} from '../text/sanitize.ts';
import type {ChatEvent} from './events.ts';

/** Returns a line that lists the members with their addresses. */
export const describeMembers = (members: readonly Member[]): string =>
	members.length === 0
		? 'No members are known yet.'
		: members
				.map(
					({name, address, status}) =>
						`${sanitizeLine(name)} at ${sanitizeLine(address)}${status === 'away' ? ' (away)' : ''}`,
				)
				.join(', ');

/**
Returns the differences between two lists of members as events. Changes of the user's own member are
left out.
*/
export const diffMembers = (
	before: readonly Member[],
	after: readonly Member[],
	myId: string | undefined,
): readonly ChatEvent[] => {
	const events: ChatEvent[] = [];
	const known = new Map(before.map(member => [member.id, member]));
	for (const {id, name, address, status} of after) {
		const earlier = known.get(id);
		known.delete(id);
		if (id === myId) {
			continue;
		}

		if (!earlier) {
			events.push({type: 'peer', event: 'joined', id, name, address});
			continue;
		}

		if (earlier.status !== status && status !== 'left') {
			events.push({type: 'peer', event: status === 'away' ? 'away' : 'back', id, name, address});
		}

		if (earlier.name !== name) {
			events.push({type: 'peer', event: 'renamed', id, name, address, formerly: earlier.name});
		}
	}

	for (const {id, name, address} of known.values()) {
		if (id !== myId) {
			events.push({type: 'peer', event: 'left', id, name, address});
		}
	}

	return events;
};
