/**
Moves what earlier versions kept under addresses (`codes/<address>`, `members/<name> <address>`) to
the rooms that the addresses led to. Nothing that waits is lost: what cannot be moved now stays, and
is tried again at the next start.
*/
import {readdirSync, readFileSync, renameSync, rmSync, statSync} from 'node:fs';
import path from 'node:path';
import {decodeFileName, resolveMembersFolder} from './files/state-folder.ts';
import {readPrivateFile} from './files/private-file.ts';
import {
	deriveJoinedId,
	findRoomAt,
	listJoinedRooms,
	saveJoinedRoom,
	writeJoinedRoom,
	type JoinedRoom,
} from './joined-rooms.ts';
import {lockRoom} from './lock/lock.ts';
import {adoptOutbox} from './open-member.ts';
import {decodeOutbox} from './decode-outbox.ts';

const list = (folder: string): readonly string[] => {
	try {
		return readdirSync(folder).toSorted();
	} catch {
		return [];
	}
};

const attempt = (act: () => void) => {
	try {
		act();
	} catch {
		// It stays where it is.
	}
};

/** Moves a code to the room that it opens, which is found at the address. */
const migrateCode = (home: string, folder: string, file: string) => {
	const address = decodeFileName(file);
	const code = readPrivateFile(path.join(folder, file));
	if (address === undefined || code === undefined) {
		return;
	}

	const rooms = listJoinedRooms(home);
	const known = rooms.find(room => room.code === code);
	// The code is removed here only once it is kept there.
	writeJoinedRoom(home, {
		id: deriveJoinedId(code),
		code,
		usedAt: statSync(path.join(folder, file)).mtimeMs,
		...known,
		addresses: [...new Set([...(known?.addresses ?? []), address])],
	});
	rmSync(path.join(folder, file), {force: true});
};

/**
Returns the room that an address led to. An address that no room was reached at gets a room without
a code: its messages wait for the first room that is entered there.
*/
const findOrCreateRoom = (home: string, address: string): JoinedRoom => {
	const known = findRoomAt(listJoinedRooms(home), [address]);
	if (known) {
		return known;
	}

	const room = {id: deriveJoinedId(address), code: '', addresses: [], refusedAt: address, usedAt: 0};
	// Without its record, nobody would find what waits in it.
	writeJoinedRoom(home, room);
	return room;
};

const migrateMember = async (home: string, folder: string) => {
	const {name, address} =
		/^(?<name>.*) (?<address>\S+:\d+)(?: \d+)?$/s.exec(decodeFileName(path.basename(folder)) ?? '')?.groups ?? {};
	if (name === undefined || address === undefined || !list(folder).includes('outbox')) {
		return;
	}

	// A run of an earlier version may have it open.
	const lock = await lockRoom(path.join(folder, 'lock'));
	const outbox = path.join(folder, 'outbox');
	let isMoved = false;
	try {
		const room = findOrCreateRoom(home, address);
		const {room: history} = decodeOutbox(outbox, readFileSync(outbox));
		adoptOutbox(home, {room: room.id, name}, file => {
			renameSync(outbox, file);
			isMoved = true;
		});
		saveJoinedRoom(home, {...room, history: room.history ?? history});
	} finally {
		await lock.release();
		if (isMoved) {
			rmSync(folder, {recursive: true, force: true});
		}
	}
};

/** Moves everything that can be moved. Never rejects. */
export const migrateMembers = async (home: string): Promise<void> => {
	const codes = path.join(home, 'codes');
	for (const file of list(codes).filter(name => !name.endsWith('.new'))) {
		attempt(() => {
			migrateCode(home, codes, file);
		});
	}

	const members = resolveMembersFolder(home);
	for (const name of list(members).filter(each => !/^[\da-f]{16}$/.test(each))) {
		try {
			// One after another: they share the rooms' files.
			// eslint-disable-next-line no-await-in-loop
			await migrateMember(home, path.join(members, name));
		} catch {
			// It stays where it is.
		}
	}
};
