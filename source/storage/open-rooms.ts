/**
The rooms that this user has open on this computer. Each host writes a note beside its room's code,
readable by its own user only. A room is open while its lock is held.
*/
import {readdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {parseRecord} from './files/records.ts';
import {readPrivateFile, writePrivateFile} from './files/private-file.ts';
import {isLocked} from './lock/lock.ts';

export type OpenRoom = {
	readonly name: string;
	/** Where this computer reaches it. */
	readonly endpoint: {readonly host: string; readonly port: number};
	readonly code: string;
};

const resolveNoteFile = (folder: string) => path.join(folder, 'open');
export const resolveCodeFile = (folder: string) => path.join(folder, 'code');
export const resolveLockFile = (folder: string) => path.join(folder, 'lock');

/**
Removes the note that a killed host has left. Must be called as soon as the lock is held: a note
beside a held lock counts as the holder's.
*/
export const removeNote = (folder: string) => {
	rmSync(resolveNoteFile(folder), {force: true});
};

/** Writes the note that the room in this folder is open. Returns the function that removes it. */
export const announceRoom = (folder: string, {name, endpoint}: Pick<OpenRoom, 'name' | 'endpoint'>): (() => void) => {
	// Older versions take the room for open while this process runs, so they need its id.
	writePrivateFile(resolveNoteFile(folder), JSON.stringify({name, ...endpoint, pid: process.pid}));
	return () => {
		removeNote(folder);
	};
};

const readOpenRoom = async (folder: string): Promise<OpenRoom | undefined> => {
	const note = readPrivateFile(resolveNoteFile(folder));
	const code = readPrivateFile(resolveCodeFile(folder));
	if (note === undefined || code === undefined) {
		return undefined;
	}

	const {name, host, port} = parseRecord(note) ?? {};
	const isNote = typeof name === 'string' && typeof host === 'string' && Number.isSafeInteger(port);
	return isNote && (await isLocked(resolveLockFile(folder)))
		? {name, endpoint: {host, port: Number(port)}, code}
		: undefined;
};

/** Lists the rooms that this user's hosts have open, in the order of their folders' names. */
export const listOpenRooms = async (home: string): Promise<readonly OpenRoom[]> => {
	const rooms = path.join(home, 'rooms');
	try {
		const found = await Promise.all(
			readdirSync(rooms)
				.toSorted()
				.map(async name => readOpenRoom(path.join(rooms, name))),
		);
		return found.filter(room => room !== undefined);
	} catch {
		return [];
	}
};
