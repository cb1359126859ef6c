/** A room's file. Opening checks every record once; later reads go to single messages. */
import type {LoggedMessage} from '../../room/log.ts';
import {LogDamagedError} from '../files/errors.ts';
import {writeAll, type DiskIo} from '../files/disk-io.ts';
import {RecordScanner} from '../files/record-scanner.ts';
import {readCrc} from '../files/records.ts';
import {checkLog, type CheckedLog} from './check-log.ts';
import {markCommit} from './commit-marks.ts';
import type {LogIndex} from './log-index.ts';
import {encodeHeader, encodeSeal, decodeMessage, decodeRefusal} from './log-records.ts';
import {readChunks, type LogSource} from './read-chunks.ts';
import type {LogNote} from './synced-note.ts';

/** Bytes per read to find a few messages. */
const readChunk = 65_536;

export type LogFile = LogSource & {
	/** The id of this history. */
	readonly id: string;
	/** Whether the file ends before the place that was once synced, as an older copy does. */
	readonly isOlder?: boolean;
	/** Begins the sum of each commit's mark. */
	readonly seed: number;
	readonly contents: LogIndex;
	/** The offset in bytes after the last durable record. */
	end: number;
};

/**
Makes the records after the last commit one, so that the next commit begins where they end: an older
version does not mark its commits, and a torn commit may have left its first records.
*/
const sealRecords = async ({io, fd}: LogSource, {commits, end}: CheckedLog): Promise<number> => {
	if (commits.open.start === end) {
		return 0;
	}

	const seal = markCommit([encodeSeal()], commits.open);
	await writeAll(io, fd, seal, end);
	return seal.length;
};

/**
Opens a room's file, or creates one. Cuts off what a torn commit has left. Throws `LogDamagedError`
and `LogVersionError` without modifying the file; throws system errors. `note`: of what is synced.
*/
export const openLogFile = async (
	file: string,
	createId: () => string,
	{io, note}: {readonly io: DiskIo; readonly note: LogNote | undefined},
): Promise<LogFile> => {
	const fd = io.open(file);
	const source = {file, io, fd};
	try {
		const checked = checkLog(source, seed => note?.read(seed));
		const {id, isOlder, seed, contents, end, rest} = checked;
		if (rest !== 'whole') {
			await io.ftruncate(fd, end);
		}

		if (id !== undefined) {
			const sealed = end + (await sealRecords(source, checked));
			// A killed process may have left bytes in the system's cache only. They count as
			// durable from now on.
			await io.fdatasync(fd);
			note?.open(seed, sealed);
			return {...source, id, isOlder, seed, contents, end: sealed};
		}

		// The note of a file that was deleted must not stand beside the torn header of this one.
		note?.open(0, 0);
		const newId = createId();
		const header = encodeHeader(newId);
		await writeAll(io, fd, header, 0);
		await io.fdatasync(fd);
		io.syncFolderOf(file);
		note?.open(readCrc(header), header.length);
		return {...source, id: newId, isOlder, seed: readCrc(header), contents, end: header.length};
	} catch (error) {
		io.close(fd);
		throw error;
	}
};

/**
Reads the messages `from` to `to`, both included, which must be in the file. Throws
`LogDamagedError` and system errors.
*/
export const readMessages = (roomFile: LogFile, from: number, to: number): readonly LoggedMessage[] => {
	const {file, contents, end} = roomFile;
	const start = contents.findOffsetBefore(from);
	const scanner = new RecordScanner(start);
	const messages: LoggedMessage[] = [];
	let seq = 0;
	for (const chunk of readChunks(roomFile, start, end, readChunk)) {
		for (const scan of scanner.scan(chunk)) {
			const message = scan.type === 'record' ? decodeMessage(scan.value) : undefined;
			const isOther = message
				? seq !== 0 && message.seq !== seq + 1
				: scan.type === 'damaged' || !decodeRefusal(scan.value);
			if (isOther) {
				throw new LogDamagedError(file, scan.offset);
			}

			seq = message?.seq ?? seq;
			if (message && seq >= from) {
				messages.push(message);
			}

			if (seq === to) {
				return messages;
			}
		}
	}

	throw new LogDamagedError(file, end);
};
