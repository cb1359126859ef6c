import {randomBytes} from 'node:crypto';
import process from 'node:process';
import {parseRepairOptions} from '../config/repair-options.ts';
import type {RawFlags} from '../config/options.ts';
import {createSid, deriveMemberId} from '../room/identity.ts';
import {findStateFolder} from '../storage/files/state-folder.ts';
import {repairAll} from '../storage/repair/repair.ts';
import {repairRoom} from '../storage/repair/repair-room.ts';
import {printAll} from './output.ts';

/**
Repairs damaged files and prints what is kept. Returns the exit code. `words`: what follows the
command. Throws a UsageError, and errors whose messages are for the user.
*/
export const runRepair = async (words: readonly string[], flags: RawFlags): Promise<number> => {
	const {room} = parseRepairOptions(words, flags);
	const newSid = () => createSid(randomBytes);
	const options = {
		home: findStateFolder(process.env),
		now: new Date(),
		createId: () => deriveMemberId(newSid()),
		createSid: newSid,
	};
	const lines: string[] = [];
	try {
		if (room === undefined) {
			const isDone = await repairAll(options, line => {
				lines.push(line);
			});
			return isDone ? 0 : 1;
		}

		lines.push(...(await repairRoom(room, options)));
		return 0;
	} finally {
		// What was repaired is said, even if something else could not be.
		printAll(lines.map(line => `${line}\n`).join(''));
	}
};
