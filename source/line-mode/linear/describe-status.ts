import {describeLostLink} from '../../chat/presence/lost-link.ts';
import type {ChatState} from '../../chat/state.ts';
import {formatMoment} from '../../text/format-time.ts';
import {sanitizeLine} from '../../text/sanitize.ts';

/** Describes the state of the connection. Returns '' for states that are not worth a line. */
export const describeConnection = (state: Pick<ChatState, 'status' | 'lastSeenAt' | 'pending'>): string => {
	const {status} = state;
	switch (status.status) {
		case 'starting':
		case 'connecting': {
			return '';
		}

		case 'listening': {
			return `The room is open at ${status.address}.`;
		}

		case 'open': {
			return status.silentSince === undefined
				? 'You are connected.'
				: 'The other side does not answer. What you type is kept.';
		}

		case 'waiting': {
			const reason = describeLostLink(status.reason, state);
			const isKnown = state.lastSeenAt !== undefined && state.pending.length > 0;
			return isKnown ? reason : `${reason} What you type is kept and sent once you are connected.`;
		}

		case 'closed': {
			return '';
		}
	}
};

const describeOthers = (count: number, lastSeenAt: number | undefined): string => {
	const others = count === 1 ? '1 other' : `${count} others`;
	return lastSeenAt === undefined
		? `${others} ${count === 1 ? 'is' : 'are'} here`
		: `${others} ${count === 1 ? 'was' : 'were'} here at ${formatMoment(lastSeenAt, Date.now())}`;
};

/** Returns what a screen has in its header: the connection, the room, who is here, what waits. */
export const describeStatus = (state: ChatState): string => {
	const {room, myName, myId, members, pending, address, plain, role, lastSeenAt} = state;
	const place = room === undefined ? address : `${room} at ${address}`;
	const others = members.filter(({id}) => id !== myId);
	const here = others.filter(each => each.status === 'here').length;
	const away = others.length - here;
	const isPlainClient = plain && role === 'join';
	return sanitizeLine(
		[
			describeConnection(state) || 'You are not connected yet.',
			`You are ${myName} in ${place}.`,
			...(isPlainClient ? [] : [`${describeOthers(here, lastSeenAt)}${away > 0 ? `, ${away} away` : ''}.`]),
			pending.length === 0
				? isPlainClient
					? 'All you have typed is sent.'
					: 'All you have typed is delivered.'
				: `${pending.length} of your messages ${pending.length === 1 ? 'waits' : 'wait'} for delivery.`,
		].join(' '),
	);
};
