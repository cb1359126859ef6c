/** A room's file. Opening checks every record once; later reads go to single messages. */
import {Buffer} from 'node:buffer';
import type {LoggedMessage} from '../../room/log.ts';
import {LogDamagedError, LogVersionError} from '../files/errors.ts';
import {writeAll, type DiskIo} from '../files/disk-io.ts';
import {parseRecord, RecordScanner} from '../files/records.ts';
import {LogIndex} from './log-index.ts';
import {encodeHeader, fileVersion, decodeHeader, decodeMessage, decodeRefusal} from './log-records.ts';

/** Bytes per read: to check a whole file, and to find a few messages. */
const checkChunk = 1_048_576;
const readChunk = 65_536;

export type LogFile = {
	readonly file: string;
	readonly io: DiskIo;
	readonly fd: number;
	/** The id of this history. */
	readonly id: string;
	readonly contents: LogIndex;
	/** The offset in bytes after the last durable record. */
	end: number;
};

/** In bytes. */
type Range = {readonly start: number; readonly end: number; readonly chunk: number};

type Source = Pick<LogFile, 'file' | 'io' | 'fd'>;

/** Reads up to `end` or the end of the file, with one chunk in memory at a time. */
function* readChunks({io, fd}: Source, {start, end, chunk}: Range) {
	const buffer = Buffer.allocUnsafe(chunk);
	let position = start;
	while (position < end) {
		const size = io.read(fd, buffer.subarray(0, Math.min(chunk, end - position)), position);
		if (size === 0) {
			return;
		}

		position += size;
		yield buffer.subarray(0, size);
	}
}

const readLogId = (file: string, json: string): string => {
	const header = decodeHeader(parseRecord(json) ?? {});
	if (header && header.v !== fileVersion) {
		throw new LogVersionError(file, header.v);
	}

	if (typeof header?.room !== 'string') {
		throw new LogDamagedError(file, 0);
	}

	return header.room;
};

const checkFile = (source: Source) => {
	const {file} = source;
	const contents = new LogIndex();
	const scanner = new RecordScanner();
	let id: string | undefined;
	for (const chunk of readChunks(source, {start: 0, end: Infinity, chunk: checkChunk})) {
		for (const line of scanner.scanJson(chunk)) {
			if (line.type === 'damaged') {
				throw new LogDamagedError(file, line.offset);
			}

			if (id === undefined) {
				id = readLogId(file, line.json);
			} else if (!contents.addRecord(line.json, line.offset)) {
				throw new LogDamagedError(file, line.offset);
			}
		}
	}

	const {type, offset: end} = scanner.finish();
	if (type === 'damaged') {
		throw new LogDamagedError(file, end);
	}

	return {id, contents, end, isTorn: type === 'torn'};
};

/**
Opens a room's file, or creates one. Cuts off a last record that is incomplete. Throws
`LogDamagedError` and `LogVersionError` without modifying the file; throws system errors.
*/
export const openLogFile = async (file: string, createId: () => string, io: DiskIo): Promise<LogFile> => {
	const fd = io.open(file);
	try {
		const {id, contents, end, isTorn} = checkFile({file, io, fd});
		if (isTorn) {
			await io.ftruncate(fd, end);
		}

		if (id !== undefined) {
			// A killed process may have left bytes in the system's cache only. They count as
			// durable from now on.
			await io.fdatasync(fd);
			return {file, io, fd, id, contents, end};
		}

		const newId = createId();
		const header = encodeHeader(newId);
		await writeAll(io, fd, header, 0);
		await io.fdatasync(fd);
		io.syncFolderOf(file);
		return {file, io, fd, id: newId, contents, end: header.length};
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
	for (const chunk of readChunks(roomFile, {start, end, chunk: readChunk})) {
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
