/** Opens what a host and a join keep on disk, each for one process at a time. Every rejection's message is a sentence for people. */
import path from 'node:path';
import {parseCode} from '../text/room-code.ts';
import {isSid, type Sid} from '../room/identity.ts';
import type {OpenedIdentity} from '../room/opened-identity.ts';
import type {OpenedRoom} from '../room/opened-room.ts';
import {openDiskLog} from './log/disk-log.ts';
import {LogDamagedError, LogVersionError} from './files/errors.ts';
import {diskIo} from './files/disk-io.ts';
import {ensurePrivateFolder, resolveMemberFolder, resolveRoomFolder} from './files/state-folder.ts';
import {LockedError, lockRoom} from './lock/lock.ts';
import {announceRoom, removeNote, resolveCodeFile, resolveLockFile} from './open-rooms.ts';
import {OutboxFile} from './outbox-file.ts';
import {readPrivateFile, writePrivateFile} from './files/private-file.ts';

/** How many runs of one member at a time have an identity of their own each. */
const maximumRuns = 64;

/** The sentence for what went wrong with the file system. */
const sentenceOf = (error: unknown, folder: string): Error => {
	if (error instanceof LogDamagedError || error instanceof LogVersionError || error instanceof LockedError) {
		return error;
	}

	const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
	return new Error(`The files in ${folder} cannot be used (${code}). SOCKET_CHAT_HOME can name another place.`, {
		cause: error,
	});
};

/** What the file holds; something new is put there first where it holds nothing that will do. */
const kept = <Secret extends string>(
	file: string,
	isSecret: (text: unknown) => text is Secret,
	create: () => Secret,
): Secret => {
	const known = readPrivateFile(file);
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

type Made = {readonly createId: () => string; readonly createSid: () => Sid; readonly createCode: () => string};

/** The room's log, its host's secret and its code; `isNewCode`: not the one that it had. Rejects where another process has it open. */
export const openRoom = async (
	home: string,
	{name, isNewCode}: {readonly name: string; readonly isNewCode: boolean},
	{createId, createSid, createCode}: Made,
): Promise<OpenedRoom> => {
	const folder = resolveRoomFolder(home, name);
	try {
		ensurePrivateFolder(folder);
		const lock = await lockRoom(
			resolveLockFile(folder),
			`The room ${JSON.stringify(name)} is already open on this computer.`,
		);
		try {
			removeNote(folder);
			const log = await openDiskLog(path.join(folder, 'log'), {createId});
			const sid = kept(path.join(folder, 'host'), isSid, createSid);
			const saveCode = (code: string) => {
				writePrivateFile(resolveCodeFile(folder), code);
			};

			if (isNewCode) {
				saveCode(createCode());
			}

			let takeNoteAway = () => undefined as void;
			return {
				log,
				sid,
				code: kept(resolveCodeFile(folder), isCode, createCode),
				saveCode,
				announce(endpoint) {
					takeNoteAway = announceRoom(folder, {name, endpoint});
				},
				async release() {
					takeNoteAway();
					await lock.release();
				},
			};
		} catch (error) {
			await lock.release();
			throw error;
		}
	} catch (error) {
		throw sentenceOf(error, folder);
	}
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
): Promise<OpenedIdentity> => {
	for (let run = 1; run <= maximumRuns; run++) {
		const folder = resolveMemberFolder(home, `${name} ${address}${run === 1 ? '' : ` ${run}`}`);
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

const openRun = async (folder: string, parts: MemberParts): Promise<OpenedIdentity> => {
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
			onFailure(
				`What you type cannot be kept on disk (${code}): until it is acknowledged, it lasts as long as this program.`,
			);
		},
	});
