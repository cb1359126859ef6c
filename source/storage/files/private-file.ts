/** Small files that only their user may read: a host's secret, a room's code, a room's note. */
import {closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {errorCode} from '../../text/errors.ts';
import {checkFile} from './check-access.ts';
import {syncFolder} from './state-folder.ts';

/**
Returns the file's text, trimmed; undefined if there is none. Throws an UnsafeAccessError if others
can write to it, and system errors: a secret that cannot be read now is not one that is missing.
*/
export const readCheckedFile = (file: string): string | undefined => {
	let fd: number;
	try {
		fd = openSync(file, 'r');
	} catch (error) {
		if (errorCode(error) === 'ENOENT') {
			return undefined;
		}

		throw error;
	}

	try {
		checkFile(fd, file);
		return readFileSync(fd, 'utf8').trim();
	} finally {
		closeSync(fd);
	}
};

/** Returns the file's text, trimmed; undefined if it cannot be read, or others can write to it. */
export const readPrivateFile = (file: string): string | undefined => {
	try {
		return readCheckedFile(file);
	} catch {
		return undefined;
	}
};

/** Writes the file durably, whole or not at all, readable for this user only (0600). */
export const writePrivateFile = (file: string, secret: string) => {
	const next = `${file}.new`;
	// A file that a crash has left may be readable for others.
	rmSync(next, {force: true});
	const fd = openSync(next, 'wx', 0o600);
	try {
		try {
			writeFileSync(fd, `${secret}\n`);
			fsyncSync(fd);
		} finally {
			closeSync(fd);
		}

		renameSync(next, file);
	} catch (error) {
		rmSync(next, {force: true});
		throw error;
	}

	syncFolder(path.dirname(file));
};
