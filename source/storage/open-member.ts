/**
Opens the files of a member, for one process at a time. The message of every rejection is shown to
the user.
*/
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {Sid} from '../room/identity.ts';
import type {OpenedIdentity} from '../room/opened-identity.ts';
import {advise, LogDamagedError, LogVersionError} from './files/errors.ts';
import {diskIo} from './files/disk-io.ts';
import {UnsafeAccessError} from './files/check-access.ts';
import {encodeFileName, ensurePrivateFolder, resolveMemberFolder, resolveMembersFolder} from './files/state-folder.ts';
import {LockedError, lockRoom} from './lock/lock.ts';
import {createStorageError} from './open-room.ts';
import {OutboxFile} from './outbox-file.ts';
import {decodeOutbox} from './decode-outbox.ts';

/** At most this many runs of one member at a time have a saved identity each. */
const maximumRuns = 64;

export type MemberOptions = {
	readonly createSid: () => Sid;
	/** Called with a sentence when messages are not saved on disk, or no longer. */
	readonly onFailure: (reason: string) => void;
};

/** Returns the folder name of a member. `run`: from 1, for each of its runs at a time. */
const formatRun = (name: string, run: number) => `${run} ${name}`;

/** Returns whether an outbox holds messages, as far as that can be seen without its lock. */
const hasPending = (outbox: string): boolean => {
	try {
		return decodeOutbox(outbox, readFileSync(outbox)).entries.size > 0;
	} catch (error) {
		// Nobody knows what waits in a damaged one.
		return error instanceof LogDamagedError;
	}
};

/** Lists the runs, those with messages that wait first. */
const listRuns = (home: string, room: string, name: string): readonly number[] => {
	const all = Array.from({length: maximumRuns}, (_, index) => index + 1);
	let existing: readonly string[] = [];
	try {
		existing = readdirSync(path.join(resolveMembersFolder(home), room));
	} catch {
		// Nobody has joined it yet.
	}

	const isPending = (run: number) =>
		existing.includes(encodeFileName(formatRun(name, run))) &&
		hasPending(path.join(resolveMemberFolder(home, room, formatRun(name, run)), 'outbox'));
	const pending = all.filter(run => isPending(run));
	return [...pending, ...all.filter(run => !pending.includes(run))];
};

/**
Opens the same member each time for the same room and name. While one run is active, the next is
another member. If nothing can be saved, opens a new member and calls `onFailure`. Rejects if the
saved files are damaged.

@param room The id of the joined room.
*/
export const openMember = async (
	home: string,
	{room, name}: {readonly room: string; readonly name: string},
	parts: MemberOptions,
): Promise<OpenedIdentity> => {
	for (const run of listRuns(home, room, name)) {
		const folder = resolveMemberFolder(home, room, formatRun(name, run));
		try {
			// Try one after another, up to the first that is free.
			// eslint-disable-next-line no-await-in-loop
			return await openRun(folder, parts);
		} catch (error) {
			if (error instanceof LogDamagedError || error instanceof LogVersionError || error instanceof UnsafeAccessError) {
				throw advise(error, 'socket-chat repair');
			}

			if (!(error instanceof LockedError)) {
				parts.onFailure(`${createStorageError(error, folder).message} What you type lasts as long as this program.`);
				break;
			}
		}
	}

	return {sid: parts.createSid(), ...createRun(parts), release: async () => undefined};
};

const createRun = ({createSid}: MemberOptions) => ({run: createSid().slice(0, 16), createSid});

const openRun = async (folder: string, parts: MemberOptions): Promise<OpenedIdentity> => {
	ensurePrivateFolder(folder);
	const lock = await lockRoom(path.join(folder, 'lock'));
	try {
		const journal = openOutbox(path.join(folder, 'outbox'), parts);
		const release = async () => {
			await journal.close();
			await lock.release();
		};

		return {sid: journal.sid, saved: journal.saved, journal, ...createRun(parts), release};
	} catch (error) {
		await lock.release();
		throw error;
	}
};

/** Why the file of a client's messages takes no more. */
const outboxFailures: Readonly<Record<string, string>> = {
	removed: 'its file was removed or moved',
	damaged: 'its file was changed',
};

const openOutbox = (file: string, {createSid, onFailure}: MemberOptions) =>
	new OutboxFile(file, {
		io: diskIo,
		createSid,
		onFailure(code) {
			onFailure(
				`What you type cannot be kept on disk (${outboxFailures[code] ?? code}): until it is acknowledged, it lasts as long as this program.`,
			);
		},
	});

/**
Moves an outbox that another layout of the files has left to the member's first run without one.
`move`: called with the path that it gets.
*/
export const adoptOutbox = (
	home: string,
	{room, name}: {readonly room: string; readonly name: string},
	move: (file: string) => void,
) => {
	for (let run = 1; run <= maximumRuns; run++) {
		const folder = resolveMemberFolder(home, room, formatRun(name, run));
		ensurePrivateFolder(folder);
		if (!readdirSync(folder).includes('outbox')) {
			move(path.join(folder, 'outbox'));
			return;
		}
	}
};
