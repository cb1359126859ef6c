/**
Opens the files of a host, for one process at a time. The message of every rejection is shown to the
user.
*/
import {existsSync, rmSync} from 'node:fs';
import path from 'node:path';
import {errorCode} from '../text/errors.ts';
import {parseCode} from '../text/room-code.ts';
import {isSid, type Sid} from '../room/identity.ts';
import type {OpenedRoom} from '../room/opened-room.ts';
import {openDiskLog, type DiskLog} from './log/disk-log.ts';
import {diskIo, type DiskIo} from './files/disk-io.ts';
import {renewEvery, takeLease, type Lease} from './lock/lease.ts';
import {SyncedNote} from './log/synced-note.ts';
import {advise, LogDamagedError, LogVersionError, NoHomeError} from './files/errors.ts';
import {UnsafeAccessError} from './files/check-access.ts';
import {ensurePrivateFolder, resolveRoomFolder} from './files/state-folder.ts';
import {LockedError, lockRoom} from './lock/lock.ts';
import {announceRoom, removeNote, resolveCodeFile, resolveLockFile} from './open-rooms.ts';
import {readCheckedFile, readPrivateFile, writePrivateFile} from './files/private-file.ts';

export const resolveLogFile = (folder: string) => path.join(folder, 'log');
/** The file of the note beside the log: how many of its bytes are certainly on the disk. */
export const resolveSyncedFile = (folder: string) => path.join(folder, 'synced');
const resolveHostFile = (folder: string) => path.join(folder, 'host');
const resolveNameFile = (folder: string) => path.join(folder, 'name');

/** Returns an error whose message tells the user what failed in the folder. */
export const createStorageError = (error: unknown, folder: string): Error => {
	if (
		error instanceof LogDamagedError ||
		error instanceof LogVersionError ||
		error instanceof LockedError ||
		error instanceof NoHomeError ||
		error instanceof UnsafeAccessError
	) {
		return error;
	}

	const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
	return new Error(`The files in ${folder} cannot be used (${code}). SOCKET_CHAT_HOME can name another place.`, {
		cause: error,
	});
};

/** Returns the command that repairs the room, as the user has to type it. */
const formatRepairCommand = (name: string): string =>
	`socket-chat repair ${/^\w[\w.-]*$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`}`;

/** Returns the secret in the file. Creates it if the file holds no valid one. */
const readOrCreateSecret = <Secret extends string>(
	file: string,
	isSecret: (text: unknown) => text is Secret,
	create: () => Secret,
): Secret => {
	const known = readCheckedFile(file);
	if (isSecret(known)) {
		return known;
	}

	const secret = create();
	writePrivateFile(file, secret);
	return secret;
};

const isCode = (text: unknown): text is string => {
	try {
		return typeof text === 'string' && parseCode(text) === text;
	} catch {
		return false;
	}
};

/**
Saves the room's code. If that fails, removes the old one, so that at the next opening nobody who
has it gets in; throws an error whose message tells the user.
*/
const replaceCode = (folder: string, code: string) => {
	const file = resolveCodeFile(folder);
	try {
		writePrivateFile(file, code);
	} catch (error) {
		try {
			if (readPrivateFile(file) !== code) {
				rmSync(file, {force: true});
			}
		} catch {
			// It stays, and the sentence says so.
		}

		const next = existsSync(file) ? 'the old one is valid again' : 'it gets another one';
		throw new Error(
			`The new code could not be saved (${errorCode(error)}): when this room is opened the next time, ${next}.`,
			{cause: error},
		);
	}
};

/**
Writes the host's secret and the code again if somebody has removed them while the room was open.
Does nothing if the whole folder is gone: then the history is, too.
*/
const restoreSecrets = (folder: string, {sid, code}: {readonly sid: Sid; readonly code: string}) => {
	for (const [file, secret] of [
		[resolveHostFile(folder), sid],
		[resolveCodeFile(folder), code],
	] as const) {
		if (existsSync(resolveLogFile(folder)) && !existsSync(file)) {
			try {
				writePrivateFile(file, secret);
			} catch {
				// The next opening creates another one.
			}
		}
	}
};

type IdentityFactories = {
	readonly createId: () => string;
	readonly createSid: () => Sid;
	readonly createCode: () => string;
};

/** Returns the disk for the owner of a lease: once that is lost, nothing more is written. */
const createFencedIo = (lease: Lease): DiskIo => ({
	...diskIo,
	inspect(fd, file) {
		lease.check();
		return diskIo.inspect(fd, file);
	},
	async ftruncate(fd, length) {
		lease.check();
		await diskIo.ftruncate(fd, length);
	},
});

/** Renews the lease, and looks whether the room's file is still there, while nobody speaks, too. */
const startRenewal = (lease: Lease, log: DiskLog): NodeJS.Timeout =>
	setInterval(() => {
		try {
			lease.renew();
		} catch {
			// The log finds the same, and says so.
		}

		log.verify();
	}, renewEvery).unref();

/**
Opens the room's log, its host's secret and its code. `isNewCode` replaces the code. Rejects if
another process has the room open.
*/
export const openRoom = async (
	home: string,
	{name, isNewCode}: {readonly name: string; readonly isNewCode: boolean},
	{createId, createSid, createCode}: IdentityFactories,
): Promise<OpenedRoom> => {
	const folder = resolveRoomFolder(home, name);
	try {
		ensurePrivateFolder(folder);
		const lock = await lockRoom(
			resolveLockFile(folder),
			`The room ${JSON.stringify(name)} is already open on this computer. Join it: \`socket-chat join\`. Another room: \`--room name\`.`,
		);
		let lease: Lease | undefined;
		let renewal: NodeJS.Timeout | undefined;
		try {
			lease = await takeLease(folder, {
				createError: host =>
					new LockedError(
						`The room ${JSON.stringify(name)} is already open on the computer ${host}, which has the same files.`,
					),
			});
			removeNote(folder);
			const held = lease;
			const log = await openDiskLog(resolveLogFile(folder), {
				createId,
				io: createFencedIo(held),
				note: new SyncedNote(resolveSyncedFile(folder)),
			});
			renewal = startRenewal(held, log);
			const sid = readOrCreateSecret(resolveHostFile(folder), isSid, createSid);
			if (isNewCode) {
				writePrivateFile(resolveCodeFile(folder), createCode());
			}

			let code = readOrCreateSecret(resolveCodeFile(folder), isCode, createCode);
			let takeNoteAway = () => undefined as void;
			return {
				log,
				sid,
				code,
				notice: log.isOlder
					? 'The history of this room ends earlier than it did: an older copy, or the end of the file is lost.'
					: undefined,
				hostName: readPrivateFile(resolveNameFile(folder)),
				saveHostName(next) {
					held.check();
					writePrivateFile(resolveNameFile(folder), next);
				},
				saveCode(next) {
					held.check();
					code = next;
					replaceCode(folder, next);
				},
				announce(endpoint) {
					takeNoteAway = announceRoom(folder, {name, endpoint});
				},
				async release() {
					clearInterval(renewal);
					try {
						// In files that it has taken over, another program has its own note.
						held.check();
						restoreSecrets(folder, {sid, code});
						takeNoteAway();
					} catch {
						// A note that stays counts for nothing once the lock is free.
					}

					held.release();
					await lock.release();
				},
			};
		} catch (error) {
			clearInterval(renewal);
			lease?.release();
			await lock.release();
			throw error;
		}
	} catch (error) {
		throw createStorageError(advise(error, formatRepairCommand(name)), folder);
	}
};
