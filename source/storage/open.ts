/** Opens what a host and a join keep on disk, each for one process at a time. Every rejection's message is a sentence for people. */
import {closeSync, fsyncSync, openSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {isSid, type Sid} from '../room/identity.ts';
import type {RoomLog} from '../room/log.ts';
import type {OutboxJournal, SavedOutbox} from '../room/outbox.ts';
import {openDiskLog} from './disk-log.ts';
import {LogDamagedError, LogVersionError} from './disk-log-errors.ts';
import {diskIo} from './disk-log-io.ts';
import {ensurePrivateFolder, memberFolder, roomFolder, syncFolder} from './home.ts';
import {LockedError, lockRoom} from './lock.ts';
import {OutboxFile} from './outbox-file.ts';

/** How many runs of one member at a time have an identity of their own each. */
const maximumRuns = 64;

/** The sentence for what went wrong with the file system. */
const sentenceOf = (error: unknown, folder: string): Error => {
	if (error instanceof LogDamagedError || error instanceof LogVersionError || error instanceof LockedError) {
		return error;
	}

	const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
	return new Error(`The files in ${folder} cannot be used (${code}). SOCKET_CHAT_HOME can name another place.`, {cause: error});
};

/** The secret in the file; a new one is put there first where there is none. */
const keptSid = (file: string, createSid: () => Sid): Sid => {
	try {
		const sid = readFileSync(file, 'utf8').trim();
		if (isSid(sid)) {
			return sid;
		}
	} catch {
		// There is none yet.
	}

	const sid = createSid();
	const fd = openSync(file, 'w', 0o600);
	try {
		writeFileSync(fd, `${sid}\n`);
		fsyncSync(fd);
	} finally {
		closeSync(fd);
	}

	syncFolder(path.dirname(file));
	return sid;
};

type Made = {readonly createId: () => string; readonly createSid: () => Sid};

/** The room's log and its host's secret. Rejects where another process has the room open. */
export const openRoom = async (
	home: string,
	name: string,
	{createId, createSid}: Made,
): Promise<{readonly log: RoomLog; readonly sid: Sid; readonly release: () => Promise<void>}> => {
	const folder = roomFolder(home, name);
	try {
		ensurePrivateFolder(folder);
		const lock = await lockRoom(path.join(folder, 'lock'), `The room ${JSON.stringify(name)} is already open on this computer.`);
		try {
			const log = await openDiskLog(path.join(folder, 'log'), {createId});
			return {log, sid: keptSid(path.join(folder, 'host'), createSid), release: async () => lock.release()};
		} catch (error) {
			await lock.release();
			throw error;
		}
	} catch (error) {
		throw sentenceOf(error, folder);
	}
};

/** Who a join is, and what its last run left undelivered. */
export type OpenedMember = {
	readonly sid: Sid;
	readonly saved?: SavedOutbox;
	readonly journal?: OutboxJournal;
	readonly release: () => Promise<void>;
};

type MemberParts = Pick<Made, 'createSid'> & {
	/** What is typed is not kept on disk, or no more; the sentence says why. */
	readonly onFailure: (reason: string) => void;
};

/**
The same member each time for the same address and name; while one run is there, the next is another member. Where nothing can be kept, it
is a new member, and its user is told. Rejects where what is kept is damaged.
*/
export const openMember = async (
	home: string,
	{address, name}: {readonly address: string; readonly name: string},
	parts: MemberParts,
): Promise<OpenedMember> => {
	for (let run = 1; run <= maximumRuns; run++) {
		const folder = memberFolder(home, `${name} ${address}${run === 1 ? '' : ` ${run}`}`);
		try {
			// One after another: the first that is free.
			// eslint-disable-next-line no-await-in-loop
			return await openRun(folder, parts);
		} catch (error) {
			if (error instanceof LogDamagedError || error instanceof LogVersionError) {
				throw error;
			}

			if (!(error instanceof LockedError)) {
				parts.onFailure(`${sentenceOf(error, folder).message} What you type lasts as long as this program.`);
				break;
			}
		}
	}

	return {sid: parts.createSid(), release: async () => undefined};
};

const openRun = async (folder: string, parts: MemberParts): Promise<OpenedMember> => {
	ensurePrivateFolder(folder);
	const lock = await lockRoom(path.join(folder, 'lock'));
	try {
		const journal = openOutbox(path.join(folder, 'outbox'), parts);
		const release = async () => {
			await journal.close();
			await lock.release();
		};

		return {sid: journal.sid, saved: journal.saved, journal, release};
	} catch (error) {
		await lock.release();
		throw error;
	}
};

const openOutbox = (file: string, {createSid, onFailure}: MemberParts) =>
	new OutboxFile(file, {
		io: diskIo,
		createSid,
		onFailure(code) {
			onFailure(`What you type cannot be kept on disk (${code}): until it is acknowledged, it lasts as long as this program.`);
		},
	});
