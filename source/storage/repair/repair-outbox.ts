import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {Sid} from '../../room/identity.ts';
import {decodeOutbox} from '../decode-outbox.ts';
import {LogDamagedError} from '../files/errors.ts';
import {errorMessage} from '../../text/errors.ts';
import {createStorageError} from '../open-room.ts';
import {resolveMembersFolder} from '../files/state-folder.ts';
import {LockedError, lockRoom} from '../lock/lock.ts';
import {encodeOutbox} from '../outbox-records.ts';
import {replaceDamaged} from './put-aside.ts';
import {salvageOutbox} from './salvage-outbox.ts';

export type OutboxRepairOptions = {
	/** The state folder. */
	readonly home: string;
	readonly now: Date;
	readonly createSid: () => Sid;
};

export type RepairReport = {
	/** Sentences for the user. */
	readonly lines: readonly string[];
	/** Whether nothing is left that could not be repaired. */
	readonly isDone: boolean;
};

const list = (folder: string): readonly string[] => {
	try {
		return readdirSync(folder).toSorted();
	} catch {
		return [];
	}
};

/** Lists the folders of all members, those of earlier versions too. */
const listMembers = (home: string): readonly string[] => {
	const members = resolveMembersFolder(home);
	const folders = list(members).map(name => path.join(members, name));
	return [...folders, ...folders.flatMap(folder => list(folder).map(name => path.join(folder, name)))].filter(folder =>
		existsSync(path.join(folder, 'outbox')),
	);
};

const isSound = (file: string, bytes: Uint8Array): boolean => {
	try {
		decodeOutbox(file, bytes);
		return true;
	} catch (error) {
		if (error instanceof LogDamagedError) {
			return false;
		}

		throw error;
	}
};

/** Returns undefined if the file is sound. */
const repairFile = (file: string, {now, createSid}: OutboxRepairOptions): readonly string[] | undefined => {
	const bytes = readFileSync(file);
	if (isSound(file, bytes)) {
		return undefined;
	}

	const {contents, lost} = salvageOutbox(file, bytes);
	const {sid, room, last} = contents;
	const entries = [...contents.entries.values()].toSorted((a, b) => a.wireN - b.wireN);
	const saved = sid === undefined ? {room: undefined, last, entries} : {room, last, entries};
	const aside = replaceDamaged(file, [encodeOutbox(sid ?? createSid(), saved).bytes], now);
	return [
		`The messages that wait in ${file} were damaged. Kept: ${entries.length}. Lost: ${lost} record${lost === 1 ? '' : 's'}.`,
		...entries.map(({text}) => `  ${JSON.stringify(text)}`),
		...(sid === undefined ? ['Who wrote them is lost, too: the next run is another member of its room.'] : []),
		`The damaged file is kept as ${aside}.`,
	];
};

/**
Repairs the files of messages that wait to be sent, but those that a running program has open: it
found them sound. Returns sentences for the user, also of what cannot be repaired.
*/
export const repairOutboxes = async (options: OutboxRepairOptions): Promise<RepairReport> => {
	const lines: string[] = [];
	let sound = 0;
	let isDone = true;
	for (const folder of listMembers(options.home)) {
		try {
			// eslint-disable-next-line no-await-in-loop
			const lock = await lockRoom(path.join(folder, 'lock'));
			try {
				const report = repairFile(path.join(folder, 'outbox'), options);
				lines.push(...(report ?? []));
				sound += report ? 0 : 1;
			} finally {
				// eslint-disable-next-line no-await-in-loop
				await lock.release();
			}
		} catch (error) {
			if (error instanceof LockedError) {
				sound++;
			} else {
				lines.push(errorMessage(createStorageError(error, folder)));
				isDone = false;
			}
		}
	}

	if (sound > 0) {
		lines.push(`Files of messages that wait to be sent, and are sound: ${sound}.`);
	}

	return {lines, isDone};
};
