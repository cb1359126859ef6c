import type {FoundRoom} from '../discovery/found-rooms.ts';
import {createRoomProof} from '../discovery/room-proof.ts';
import {isLoopback, type Endpoint} from '../net/address.ts';
import {listOpenRooms} from '../storage/open-rooms.ts';

/** How often to look for the room among those of this user on this computer, in milliseconds. */
const ownInterval = 3000;

/** A room that a client was in. */
export type FollowedRoom = {
	readonly history: string;
	readonly code: string;
	/** Where it was. */
	readonly endpoint: Endpoint;
};

/**
Looks for a room that no longer answers at its address: among this user's own rooms, and on the
local network, where its announcement tells it from others. Calls back with each address that it is
found at. Returns the function that stops.
*/
export const followRoom = (
	home: string,
	{history, code, endpoint}: FollowedRoom,
	onFound: (endpoint: Endpoint) => void,
): (() => void) => {
	let isStopped = false;
	let stopBrowsing = () => undefined as void;
	const report = (found: Endpoint | undefined) => {
		if (found && !isStopped) {
			onFound(found);
		}
	};

	const lookAtOwn = async () => {
		const own = await listOpenRooms(home);
		report(own.find(room => room.code === code)?.endpoint);
	};

	const browseNetwork = async () => {
		const {browse} = await import('../discovery/browse.ts');
		if (!isStopped) {
			({stop: stopBrowsing} = browse({
				onRooms(rooms: readonly FoundRoom[]) {
					report(rooms.find(({tag, proof}) => proof === createRoomProof(history, tag))?.endpoint);
				},
				onError: () => undefined,
			}));
		}
	};

	void lookAtOwn();
	const timer = setInterval(() => {
		void lookAtOwn();
	}, ownInterval);
	// A room that only this computer reaches is not announced.
	if (!isLoopback(endpoint.host)) {
		void browseNetwork();
	}

	return () => {
		isStopped = true;
		clearInterval(timer);
		stopBrowsing();
	};
};
