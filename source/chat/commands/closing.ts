import type {Member} from '../../room/member.ts';

type RoomState = {
	readonly role: 'host' | 'join';
	readonly members: readonly Member[];
	readonly myId: string | undefined;
};

/** How long the first Ctrl+C waits for the second, in milliseconds. */
export const interruptAgainTime = 2000;

/** Returns how many other members are connected, and how many may come back. */
const countOthers = ({members, myId}: RoomState) => {
	const others = members.filter(({id, status}) => id !== myId && status !== 'left');
	const here = others.filter(({status}) => status === 'here').length;
	return {here, away: others.length - here};
};

/**
Returns whom leaving would cut off, to follow "close the room": `for 2 others`; '' if the host is
alone, and for a client, which closes no room.
*/
export const describeOthers = (state: RoomState): string => {
	if (state.role !== 'host') {
		return '';
	}

	const {here, away} = countOthers(state);
	const parts = [
		...(here > 0 ? [here === 1 ? '1 other' : `${here} others`] : []),
		...(away > 0 ? [`${away} who ${away === 1 ? 'is' : 'are'} away`] : []),
	];
	return parts.length === 0 ? '' : `for ${parts.join(' and ')}`;
};
