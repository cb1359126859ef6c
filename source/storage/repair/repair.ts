import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {decodeFileName, encodeFileName} from '../files/state-folder.ts';
import {errorMessage} from '../../text/errors.ts';
import {resolveLogFile} from '../open-room.ts';
import {LockedError} from '../lock/lock.ts';
import {repairOutboxes, type OutboxRepairOptions, type RepairReport} from './repair-outbox.ts';
import {repairRoom, type RepairOptions} from './repair-room.ts';

/** Lists the names of this user's rooms that have a history. */
const listRooms = (home: string): readonly string[] => {
	const rooms = path.join(home, 'rooms');
	try {
		return readdirSync(rooms)
			.filter(folder => existsSync(resolveLogFile(path.join(rooms, folder))))
			.toSorted()
			.map(folder => ({folder, name: decodeFileName(folder)}))
			.filter(({folder, name}) => name !== undefined && encodeFileName(name) === folder)
			.map(({name = ''}) => name);
	} catch {
		return [];
	}
};

/** Returns what was done for a room, or why nothing could be done. */
const tryRepairRoom = async (name: string, options: RepairOptions): Promise<RepairReport> => {
	try {
		return {lines: await repairRoom(name, options), isDone: true};
	} catch (error) {
		// What a running host has open, it found sound.
		return {lines: [errorMessage(error)], isDone: error instanceof LockedError};
	}
};

/**
Repairs all that this user has: the histories of rooms, and the messages that wait to be sent. What
a running program has open is left alone. `print`: called with each sentence of the report. Returns
false if something could not be repaired.
*/
export const repairAll = async (
	options: RepairOptions & OutboxRepairOptions,
	print: (line: string) => void,
): Promise<boolean> => {
	let isAllDone = true;
	let count = 0;
	const report = ({lines, isDone}: RepairReport) => {
		isAllDone &&= isDone;
		count += lines.length;
		for (const line of lines) {
			print(line);
		}
	};

	for (const name of listRooms(options.home)) {
		// eslint-disable-next-line no-await-in-loop
		report(await tryRepairRoom(name, options));
	}

	report(await repairOutboxes(options));
	if (count === 0) {
		print('There is nothing to repair.');
	}

	return isAllDone;
};
