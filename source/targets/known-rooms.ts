import {lookup} from 'node:dns/promises';
import {isIP} from 'node:net';
import {networkInterfaces} from 'node:os';
import {setTimeout} from 'node:timers/promises';
import type {FoundRoom} from '../discovery/found-rooms.ts';
import {createRoomProof} from '../discovery/room-proof.ts';
import {formatEndpoint, type Endpoint} from '../net/address.ts';
import {listAliases} from '../net/reachable-addresses.ts';
import {findRoomAt, listJoinedRooms, readJoinedCode, type JoinedRoom} from '../storage/joined-rooms.ts';
import {migrateMembers} from '../storage/migrate-members.ts';
import type {OpenRoom} from '../storage/open-rooms.ts';

/** How long to wait for the addresses of a name, in milliseconds. */
const lookupTime = 1000;

/** Lists what leads to the same socket as an endpoint that is given by name. */
const lookUpAliases = async ({host, port}: Endpoint): Promise<readonly string[]> => {
	if (isIP(host.replace(/%.*$/, '')) !== 0) {
		return [];
	}

	try {
		const found = await Promise.race([lookup(host, {all: true}), setTimeout(lookupTime, [], {ref: false})]);
		return found.flatMap(({address}) => listAliases({host: address, port}, networkInterfaces()));
	} catch {
		return [];
	}
};

/** Returns the joined room that the announcement proves to be this one. */
const findAnnounced = (
	rooms: readonly JoinedRoom[],
	{tag, proof}: Pick<FoundRoom, 'tag' | 'proof'>,
): JoinedRoom | undefined =>
	proof === undefined
		? undefined
		: rooms.find(({history}) => history !== undefined && createRoomProof(history, tag) === proof);

/** A room on the network, and what this user knows of it, if this user has been in it. */
export type RecognisedRoom = {readonly found: FoundRoom; readonly joined: JoinedRoom | undefined};

/**
Recognises the rooms that this user has been in, and sorts: these first, the one last used before
the others; then those whose hosts give a name; then tags.
*/
export const recogniseRooms = async (home: string, found: readonly FoundRoom[]): Promise<readonly RecognisedRoom[]> => {
	await migrateMembers(home);
	const rooms = listJoinedRooms(home);
	const rank = ({joined, found: {name}}: RecognisedRoom) => (joined ? 0 : name === undefined ? 2 : 1);
	const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
	return found
		.map(each => ({found: each, joined: findAnnounced(rooms, each)}))
		.toSorted(
			(a, b) =>
				rank(a) - rank(b) ||
				(b.joined?.usedAt ?? 0) - (a.joined?.usedAt ?? 0) ||
				compare(a.found.name ?? '', b.found.name ?? '') ||
				compare(a.found.tag, b.found.tag),
		);
};

/**
Returns the code of the room that this user has joined at the endpoint, however the address was
written then. `aliases`: see `listAliases`. A room that was found on the network is recognised by
its announcement, also at an address that it did not have before.
*/
export const findKnownCode = async (
	home: string,
	endpoint: Endpoint,
	aliases: readonly string[],
	announced?: Pick<FoundRoom, 'tag' | 'proof'>,
): Promise<string | undefined> => {
	await migrateMembers(home);
	const rooms = listJoinedRooms(home);
	if (rooms.length === 0) {
		return undefined;
	}

	const room =
		(announced && findAnnounced(rooms, announced)) ??
		findRoomAt(rooms, [formatEndpoint(endpoint.host, endpoint.port)]) ??
		findRoomAt(rooms, aliases) ??
		findRoomAt(rooms, await lookUpAliases(endpoint));
	return readJoinedCode(room);
};

/** Returns the code of the room that this user hosts at one of the addresses, if there is one. */
export const findOwnCode = (rooms: readonly OpenRoom[], addresses: readonly string[]): string | undefined =>
	rooms.find(room => addresses.includes(formatEndpoint(room.endpoint.host, room.endpoint.port)))?.code;
