/** The calls that a room's log makes to the file system, so that a test can put a disk that fails in their place. */
import {closeSync, constants, fdatasync, ftruncate, openSync, readSync, write} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import {ensurePrivateFolder, syncFolder} from './state-folder.ts';

export type DiskIo = {
	/** Opens the file to read and to write, and creates it, readable for this user only, where there is none. Gives its descriptor. */
	open(file: string): number;
	/** Gives how many bytes it has read: 0 at the end of the file. */
	read(fd: number, bytes: Uint8Array, position: number): number;
	/** Gives how many bytes it has written, which may be fewer than there are. */
	write(fd: number, bytes: Uint8Array, position: number): Promise<number>;
	fdatasync(fd: number): Promise<void>;
	ftruncate(fd: number, length: number): Promise<void>;
	/** Makes durable that a new file is there. */
	syncFolderOf(file: string): void;
	close(fd: number): void;
};

const writeBytes = promisify(write);

/** The real disk. */
export const diskIo: DiskIo = {
	open(file) {
		ensurePrivateFolder(path.dirname(file));
		// eslint-disable-next-line no-bitwise
		return openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
	},
	read: (fd, bytes, position) => readSync(fd, bytes, 0, bytes.length, position),
	async write(fd, bytes, position) {
		const {bytesWritten} = await writeBytes(fd, bytes, 0, bytes.length, position);
		return bytesWritten;
	},
	fdatasync: promisify(fdatasync),
	ftruncate: promisify(ftruncate),
	syncFolderOf(file) {
		syncFolder(path.dirname(file));
	},
	close: closeSync,
};

/** Writes all of it, however little the system takes at a time. */
export const writeAll = async (io: DiskIo, fd: number, bytes: Uint8Array, position: number) => {
	let written = 0;
	while (written < bytes.length) {
		// Each write goes on where the one before it ended.
		// eslint-disable-next-line no-await-in-loop
		const count = await io.write(fd, bytes.subarray(written), position + written);
		if (count === 0) {
			throw Object.assign(new Error('The disk takes no more bytes.'), {code: 'ENOSPC'});
		}

		written += count;
	}
};
