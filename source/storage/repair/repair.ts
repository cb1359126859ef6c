import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {decodeFileName} from '../files/state-folder.ts';
import {errorMessage} from '../../text/errors.ts';
import {resolveLogFile} from '../open-room.ts';
import {LockedError} from '../lock/lock.ts';
import {repairOutboxes, type OutboxRepairOptions} from './repair-outbox.ts';
import {repairRoom, type RepairOptions} from './repair-room.ts';

/** Lists the names of this user's rooms that have a history. */
const listRooms = (home: string): readonly string[] => {
	try {
		return readdirSync(path.join(home, 'rooms'))
			.filter(folder => existsSync(resolveLogFile(path.join(home, 'rooms', folder))))
			.toSorted()
			.map(folder => decodeFileName(folder))
			.filter(name => name !== undefined);
	} catch {
		return [];
	}
};

/**
Repairs all that this user has: the histories of rooms, and the messages that wait to be sent. What
a running program has open is left alone. `print`: called with each sentence of the report.
*/
export const repairAll = async (options: RepairOptions & OutboxRepairOptions, print: (line: string) => void) => {
	const rooms = listRooms(options.home);
	for (const name of rooms) {
		let lines: readonly string[];
		try {
			// eslint-disable-next-line no-await-in-loop
			lines = await repairRoom(name, options);
		} catch (error) {
			if (!(error instanceof LockedError)) {
				throw error;
			}

			lines = [errorMessage(error)];
		}

		for (const line of lines) {
			print(line);
		}
	}

	const lines = await repairOutboxes(options);
	for (const line of rooms.length + lines.length === 0 ? ['There is nothing to repair.'] : lines) {
		print(line);
	}
};
