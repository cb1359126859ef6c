import {closeSync, existsSync, openSync} from 'node:fs';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import {diskIo, type DiskIo} from '../files/disk-io.ts';
import {LogDamagedError} from '../files/errors.ts';
import {resolveRoomFolder} from '../files/state-folder.ts';
import {LeaseLostError, renewEvery, takeLease, type Lease} from '../lock/lease.ts';
import {LockedError, lockRoom} from '../lock/lock.ts';
import {checkLog, type CheckedLog} from '../log/check-log.ts';
import type {LogSource} from '../log/read-chunks.ts';
import {SyncedNote} from '../log/synced-note.ts';
import {createStorageError, resolveLogFile, resolveSyncedFile} from '../open-room.ts';
import {resolveLockFile} from '../open-rooms.ts';
import {replaceDamaged} from './put-aside.ts';
import {rewriteLog, type LostPlaces, type RewriteReport} from './rewrite-log.ts';
import {SalvagedLog} from './salvage-log.ts';

/** A report names this many ranges of places, and counts the others. */
const maximumRanges = 20;

export type RepairOptions = {
	/** The state folder. */
	readonly home: string;
	readonly now: Date;
	readonly createId: () => string;
};

/** Returns a time in the user's zone. */
const formatTime = (ts: number): string => new Date(ts).toLocaleString('sv-SE');

const formatCount = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

const formatPlaces = ({first, last, after, before}: LostPlaces): string => {
	const since = after === undefined ? '' : `, after ${formatTime(after)}`;
	const until = before === undefined ? '' : `, before ${formatTime(before)}`;
	return `  ${first === last ? `place ${first}` : `places ${first}–${last}`}${since}${until}`;
};

const describeLoss = ({lost, authors, reserved}: RewriteReport): readonly string[] => {
	let count = 0;
	for (const {first, last} of lost) {
		count += last - first + 1;
	}

	return [
		...(count > 0 ? [`Missing: ${formatCount(count, 'message')}.`] : []),
		...lost.slice(0, maximumRanges).map(range => formatPlaces(range)),
		...(lost.length > maximumRanges ? [`  and ${lost.length - maximumRanges} more ranges`] : []),
		...(authors.size > 0 ? [`By ${[...authors].map(([name, n]) => `${name}: ${n}`).join(', ')}.`] : []),
		...(reserved > 0
			? [`At the end, up to ${formatCount(reserved, 'message')} may be missing; their places stay empty.`]
			: []),
	];
};

/** Returns undefined if the file is damaged. */
const checkSound = (source: LogSource, salvaged: SalvagedLog, note: SyncedNote): CheckedLog | undefined => {
	try {
		const checked = checkLog(source, seed => note.read(seed));
		return salvaged.hasInvalid ? undefined : checked;
	} catch (error) {
		if (error instanceof LogDamagedError) {
			return undefined;
		}

		throw error;
	}
};

/** Returns the disk for a repair, which takes long and never waits: reading renews the lease. */
const createLeasedIo = (lease: Lease): DiskIo => {
	let renewAt = 0;
	return {
		...diskIo,
		read(...range) {
			if (performance.now() >= renewAt) {
				lease.renew();
				renewAt = performance.now() + renewEvery / 2;
			}

			return diskIo.read(...range);
		},
	};
};

/** Yields the chunks. Throws in the end if another program has opened the files meanwhile. */
function* checkAfter(chunks: Iterable<Uint8Array>, lease: Lease) {
	yield* chunks;
	lease.check();
}

const repairLog = (
	name: string,
	file: string,
	{now, createId, lease}: RepairOptions & {readonly lease: Lease},
): readonly string[] => {
	const note = new SyncedNote(resolveSyncedFile(path.dirname(file)));
	const source = {file, io: createLeasedIo(lease), fd: openSync(file, 'r')};
	try {
		const salvaged = new SalvagedLog(source);
		const checked = checkSound(source, salvaged, note);
		if (checked) {
			const count = checked.contents.head - salvaged.lostCount;
			return [`The history of the room ${name} is sound: ${formatCount(count, 'message')}.`];
		}

		const report: RewriteReport = {kept: 0, lost: [], authors: new Map(), reserved: 0};
		const synced = note.read(salvaged.seed) ?? 0;
		const chunks = rewriteLog(source, salvaged, {room: createId(), synced, now, report});
		const aside = replaceDamaged(file, checkAfter(chunks, lease), now);
		return [
			`The history of the room ${name} was damaged. Kept: ${formatCount(report.kept, 'message')}.`,
			...describeLoss(report),
			...(salvaged.room === undefined
				? ['The name of the history is lost, too: those who have been in the room see it as a new one.']
				: []),
			`The damaged file is kept as ${aside}.`,
		];
	} finally {
		closeSync(source.fd);
	}
};

/**
Repairs the history of a room that no host has open. Returns sentences for the user. Throws
`LockedError`, `LogVersionError`, and errors whose messages are for the user.
*/
export const repairRoom = async (name: string, options: RepairOptions): Promise<readonly string[]> => {
	const folder = resolveRoomFolder(options.home, name);
	const file = resolveLogFile(folder);
	const quoted = JSON.stringify(name);
	if (!existsSync(file)) {
		throw new Error(`There is no history of a room ${quoted} on this computer.`);
	}

	try {
		const lock = await lockRoom(
			resolveLockFile(folder),
			`The room ${quoted} is open on this computer. Close it before its history is repaired.`,
		);
		let lease: Lease | undefined;
		try {
			lease = await takeLease(folder, {
				createError: host => new LockedError(`The room ${quoted} is open on the computer ${host}. Close it first.`),
			});
			return repairLog(quoted, file, {...options, lease});
		} finally {
			lease?.release();
			await lock.release();
		}
	} catch (error) {
		throw error instanceof LeaseLostError ? error : createStorageError(error, folder);
	}
};
