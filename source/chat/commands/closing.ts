import type {Member} from '../../room/member.ts';

/** Returns how many other members are connected, and how many may come back. */
const countOthers = (members: readonly Member[], myId: string | undefined) => {
	const others = members.filter(({id, status}) => id !== myId && status !== 'left');
	const here = others.filter(({status}) => status === 'here').length;
	return {here, away: others.length - here};
};

/**
Returns whom a host's leaving would cut off, to follow "close the room": `for 2 others`; '' if it is
alone.
*/
export const describeOthers = (members: readonly Member[], myId: string | undefined): string => {
	const {here, away} = countOthers(members, myId);
	const parts = [
		...(here > 0 ? [here === 1 ? '1 other' : `${here} others`] : []),
		...(away > 0 ? [`${away} who ${away === 1 ? 'is' : 'are'} away`] : []),
	];
	return parts.length === 0 ? '' : `for ${parts.join(' and ')}`;
};
