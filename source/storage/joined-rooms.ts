/**
The rooms that this user has joined. What belongs to one (its code, the member's secrets, messages
that wait) is kept under the room; its addresses are hints that lead to it, and may change.
*/
import {createHash} from 'node:crypto';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import {parseCode} from '../text/room-code.ts';
import {ensurePrivateFolder, resolveMembersFolder} from './files/state-folder.ts';
import {readPrivateFile, writePrivateFile} from './files/private-file.ts';
import {parseRecord} from './files/records.ts';

/** The most addresses that are kept for a room, the newest ones. */
const maximumAddresses = 16;

export type JoinedRoom = {
	/** The name of its folder. */
	readonly id: string;
	/** The code that the room last accepted, or that is being tried; '' if there is none. */
	readonly code: string;
	/** The public id of the room's host, once the room has been entered. */
	readonly host?: string | undefined;
	/** The id of the room's history, once the room has been entered. */
	readonly history?: string | undefined;
	/** The name that its host gave it when it was last entered, as it came. */
	readonly name?: string | undefined;
	/** Each `address:port` at which the room was reached, newest first. */
	readonly addresses: readonly string[];
	/** Where its code was tried first, if it was never accepted: what waits was typed for that. */
	readonly soughtAt?: string | undefined;
	/** Where the code was refused, if it was never accepted. */
	readonly refusedAt?: string | undefined;
	/** When it was last reached, in milliseconds since the epoch. */
	readonly usedAt: number;
};

const isString = (value: unknown): value is string => typeof value === 'string';

const resolveRecordFile = (home: string, id: string) => path.join(resolveMembersFolder(home), id, 'room');

/** Derives the name of a room's folder from what is known when it is first met. */
export const deriveJoinedId = (first: string): string =>
	createHash('sha256').update(`socket-chat joined ${first}`).digest('hex').slice(0, 16);

const readJoinedRoom = (home: string, id: string): JoinedRoom | undefined => {
	const {code, host, history, name, addresses, soughtAt, refusedAt, usedAt} =
		parseRecord(readPrivateFile(resolveRecordFile(home, id)) ?? '') ?? {};
	if (!isString(code) || !Array.isArray(addresses)) {
		return undefined;
	}

	return {
		id,
		code,
		host: isString(host) ? host : undefined,
		history: isString(history) ? history : undefined,
		name: isString(name) ? name : undefined,
		addresses: addresses.filter(address => isString(address)),
		soughtAt: isString(soughtAt) ? soughtAt : undefined,
		refusedAt: isString(refusedAt) ? refusedAt : undefined,
		usedAt: Number(usedAt) || 0,
	};
};

/** Lists the rooms, the one that was last reached first. */
export const listJoinedRooms = (home: string): readonly JoinedRoom[] => {
	try {
		return readdirSync(resolveMembersFolder(home))
			.filter(name => /^[\da-f]{16}$/.test(name))
			.map(id => readJoinedRoom(home, id))
			.filter(room => room !== undefined)
			.toSorted((a, b) => b.usedAt - a.usedAt);
	} catch {
		return [];
	}
};

/** Saves what is known of a room. Throws system errors and an UnsafeAccessError. */
export const writeJoinedRoom = (home: string, {id, ...room}: JoinedRoom) => {
	const file = resolveRecordFile(home, id);
	const text = JSON.stringify({...room, addresses: room.addresses.slice(0, maximumAddresses)});
	if (readPrivateFile(file) !== text) {
		ensurePrivateFolder(path.dirname(file));
		writePrivateFile(file, text);
	}
};

/** As `writeJoinedRoom`, but ignores failures: the user is asked for the code again. */
export const saveJoinedRoom = (home: string, room: JoinedRoom) => {
	try {
		writeJoinedRoom(home, room);
	} catch {
		// The user types five words again the next time.
	}
};

/**
Saves that a room was reached at these addresses, the newest first. They lead to no other room any
more.
*/
export const saveReachedRoom = (home: string, room: JoinedRoom, addresses: readonly string[]) => {
	for (const other of listJoinedRooms(home)) {
		if (other.id !== room.id && other.addresses.some(address => addresses.includes(address))) {
			saveJoinedRoom(home, {...other, addresses: other.addresses.filter(address => !addresses.includes(address))});
		}
	}

	saveJoinedRoom(home, {
		...room,
		soughtAt: undefined,
		refusedAt: undefined,
		addresses: [...new Set([...addresses, ...room.addresses])],
	});
};

/** Returns whether no room has accepted the code yet, so that it is only a guess. */
export const isUnreached = ({addresses, host}: JoinedRoom): boolean => addresses.length === 0 && host === undefined;

/** Returns the room that was last reached at one of the addresses. */
export const findRoomAt = (rooms: readonly JoinedRoom[], addresses: readonly string[]): JoinedRoom | undefined =>
	rooms.find(room => room.addresses.some(address => addresses.includes(address)));

/** Returns the code that a room last accepted. */
export const readJoinedCode = (room: JoinedRoom | undefined): string | undefined => {
	try {
		return parseCode(room?.code ?? '');
	} catch {
		return undefined;
	}
};
