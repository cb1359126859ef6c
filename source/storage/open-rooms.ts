/** Rooms that are open on this computer: each host leaves a note beside its room's code, for its own user alone. */
import {readdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {parseRecord} from './files/records.ts';
import {readPrivateFile, writePrivateFile} from './files/private-file.ts';

export type OpenRoom = {
	readonly name: string;
	/** Where this computer reaches it. */
	readonly endpoint: {readonly host: string; readonly port: number};
	readonly code: string;
};

const noteIn = (folder: string) => path.join(folder, 'open');
export const readRoomCode = (folder: string) => path.join(folder, 'code');

/** Says that the room in this folder is open. Gives what takes the note away. */
export const announceRoom = (folder: string, {name, endpoint}: Pick<OpenRoom, 'name' | 'endpoint'>): (() => void) => {
	const file = noteIn(folder);
	writePrivateFile(file, JSON.stringify({name, ...endpoint, pid: process.pid}));
	return () => {
		rmSync(file, {force: true});
	};
};

/** EPERM: it is there, and not ours. */
const isRunning = (pid: number): boolean => {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
};

const roomIn = (folder: string): OpenRoom | undefined => {
	const note = readPrivateFile(noteIn(folder));
	const code = readPrivateFile(readRoomCode(folder));
	if (note === undefined || code === undefined) {
		return undefined;
	}

	const {name, host, port, pid} = parseRecord(note) ?? {};
	const isNote =
		typeof name === 'string' && typeof host === 'string' && Number.isSafeInteger(port) && Number.isSafeInteger(pid);
	return isNote && isRunning(Number(pid)) ? {name, endpoint: {host, port: Number(port)}, code} : undefined;
};

/** The rooms that this user's hosts have open. A host that was killed has left its note: its process tells. */
export const listOpenRooms = (home: string): readonly OpenRoom[] => {
	const rooms = path.join(home, 'rooms');
	try {
		return readdirSync(rooms)
			.toSorted()
			.flatMap(name => roomIn(path.join(rooms, name)) ?? []);
	} catch {
		return [];
	}
};
