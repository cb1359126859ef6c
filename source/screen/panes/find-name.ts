import type {SocketRecord} from '../../chat/socket-log/types.ts';
import type {ChatState} from '../../chat/state.ts';
import {findHostId} from './peer-rows.ts';

/** Returns the name of the member at the other end of a socket, if it is known. */
export type FindName = (record: SocketRecord) => string | undefined;

/** Returns a function that finds the name of the member at the other end of a socket. */
export const createNameFinder = (state: Pick<ChatState, 'role' | 'plain' | 'members' | 'myId'>): FindName => {
	const {role, members, myId} = state;
	if (role === 'join') {
		const hostId = findHostId(state);
		const host = members.find(({id}) => id === hostId);
		return () => host?.name;
	}

	const names = new Map(members.filter(({id}) => id !== myId).map(({address, name}) => [address, name]));
	return ({remote = '', name}) => names.get(remote) ?? name;
};
