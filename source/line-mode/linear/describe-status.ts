import type {ChatState} from '../../chat/state.ts';
import {sanitizeLine} from '../../text/sanitize.ts';

/** Describes the state of the connection. Returns '' for states that are not worth a line. */
export const describeConnection = (status: ChatState['status']): string => {
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
			return `${status.reason} What you type is kept and sent once you are connected.`;
		}

		case 'closed': {
			return '';
		}
	}
};

/** Returns what a screen has in its header: the connection, the room, who is here, what waits. */
export const describeStatus = (state: ChatState): string => {
	const {status, room, myName, myId, members, pending, address, plain, role} = state;
	const place = room === undefined ? address : `${room} at ${address}`;
	const others = members.filter(({id}) => id !== myId);
	const here = others.filter(each => each.status === 'here').length;
	const away = others.length - here;
	const isPlainClient = plain && role === 'join';
	return sanitizeLine(
		[
			describeConnection(status) || 'You are not connected yet.',
			`You are ${myName} in ${place}.`,
			...(isPlainClient
				? []
				: [`${here} ${here === 1 ? 'other is' : 'others are'} here${away > 0 ? `, ${away} away` : ''}.`]),
			pending.length === 0
				? isPlainClient
					? 'All you have typed is sent.'
					: 'All you have typed is delivered.'
				: `${pending.length} of your messages ${pending.length === 1 ? 'waits' : 'wait'} for delivery.`,
		].join(' '),
	);
};
