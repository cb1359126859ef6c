import type {MemberChange} from '../../room/roster.ts';

/**
Returns the event for a change of another member; undefined where there is nothing to tell.
`hostName`: who removes members.
*/
export const createPeerEvent = ({event, member, formerly}: MemberChange, hostName: string) => {
	if (event === 'updated' || event === 'measured') {
		return undefined;
	}

	const {id, name, address, isRemoved} = member;
	return {type: 'peer', event, id, name, address, formerly, ...(isRemoved && {removedBy: hostName})} as const;
};
