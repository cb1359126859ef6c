/** Small files that only their user may read: a host's secret, a room's code, a room's note. */
import {Buffer} from 'node:buffer';
import {closeSync, openSync, readFileSync} from 'node:fs';
import {errorCode} from '../../text/errors.ts';
import {checkFile} from './check-access.ts';
import {replaceFile} from './replace-file.ts';

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
	replaceFile(file, {next: `${file}.new`, chunks: [Buffer.from(`${secret}\n`)]});
};
