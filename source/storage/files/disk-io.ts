/** The file system calls of a room's log. Tests replace them with a disk that fails. */
import {
	closeSync,
	constants,
	fdatasync,
	fstatSync,
	ftruncate,
	openSync,
	readSync,
	statSync,
	write,
	type BigIntStats,
} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import {errorCode} from '../../text/errors.ts';
import {checkFile} from './check-access.ts';
import {ensurePrivateFolder, syncFolder} from './state-folder.ts';

export type FileState = {
	/** How many names it has. */
	readonly links: number;
	/** In bytes. */
	readonly size: number;
	/** False if its name is gone, or is another file's by now. */
	readonly isNamed: boolean;
};

export type DiskIo = {
	/**
	Opens the file for reading and writing. Creates it, readable for this user only, if it is
	missing. Returns its descriptor.
	*/
	open(file: string): number;
	/** Returns the number of bytes read: 0 at the end of the file. */
	read(fd: number, bytes: Uint8Array, position: number): number;
	/** Resolves with the number of bytes written, which may be fewer than given. */
	write(fd: number, bytes: Uint8Array, position: number): Promise<number>;
	fdatasync(fd: number): Promise<void>;
	ftruncate(fd: number, length: number): Promise<void>;
	/** Returns what has become of an open file, which was opened by this name. */
	inspect(fd: number, file: string): FileState;
	/** Makes a new file's entry in its folder durable. */
	syncFolderOf(file: string): void;
	close(fd: number): void;
};

const writeBytes = promisify(write);

/** Returns false only if it is certain that the name is not this file's. */
const isNamed = (file: string, {dev, ino}: BigIntStats): boolean => {
	try {
		const named = statSync(file, {bigint: true});
		return named.dev === dev && named.ino === ino;
	} catch (error) {
		return !['ENOENT', 'ENOTDIR'].includes(errorCode(error));
	}
};

/** The real disk. */
export const diskIo: DiskIo = {
	open(file) {
		ensurePrivateFolder(path.dirname(file));
		// eslint-disable-next-line no-bitwise
		const fd = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
		try {
			checkFile(fd, file);
			return fd;
		} catch (error) {
			closeSync(fd);
			throw error;
		}
	},
	read: (fd, bytes, position) => readSync(fd, bytes, 0, bytes.length, position),
	async write(fd, bytes, position) {
		const {bytesWritten} = await writeBytes(fd, bytes, 0, bytes.length, position);
		return bytesWritten;
	},
	fdatasync: promisify(fdatasync),
	ftruncate: promisify(ftruncate),
	inspect(fd, file) {
		const stats = fstatSync(fd, {bigint: true});
		return {links: Number(stats.nlink), size: Number(stats.size), isNamed: isNamed(file, stats)};
	},
	syncFolderOf(file) {
		syncFolder(path.dirname(file));
	},
	close: closeSync,
};

/** Writes all bytes, in as many writes as it takes. Throws `ENOSPC` if a write takes none. */
export const writeAll = async (io: DiskIo, fd: number, bytes: Uint8Array, position: number) => {
	let written = 0;
	while (written < bytes.length) {
		// Each write continues where the previous one ended.
		// eslint-disable-next-line no-await-in-loop
		const count = await io.write(fd, bytes.subarray(written), position + written);
		if (count === 0) {
			throw Object.assign(new Error('The disk takes no more bytes.'), {code: 'ENOSPC'});
		}

		written += count;
	}
};
