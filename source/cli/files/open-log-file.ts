import {closeSync, fstatSync, openSync, statSync} from 'node:fs';
import path from 'node:path';
import {errorCode} from '../../text/errors.ts';
import {sanitizeLine} from '../../text/sanitize.ts';

/** A file that cannot be written. The message is a sentence for the user. */
export class LogFileError extends Error {}

/** Returns a sentence that says why the connection log is not written to the file. */
export const describeFailure = (file: string, error: unknown): string => {
	const code = errorCode(error);
	const name = sanitizeLine(file);
	switch (code) {
		case 'ENOENT': {
			return `There is no folder ${sanitizeLine(path.dirname(file))} for the connection log.`;
		}

		case 'ENOSPC':
		case 'EDQUOT': {
			return `The disk is full: the connection log is not written to ${name} any more.`;
		}

		default: {
			return `The connection log cannot be written to ${name} (${code}).`;
		}
	}
};

/** Opens for appending. A new file can be read by its user only. Throws a LogFileError. */
export const openLogFile = (file: string): number => {
	try {
		// A pipe that nobody reads would hold the program when it opens it, and when it ends.
		if (statSync(file, {throwIfNoEntry: false})?.isFile() === false) {
			throw new LogFileError(`${sanitizeLine(file)} is not a regular file: the connection log needs one.`);
		}

		const fd = openSync(file, 'a', 0o600);
		if (fstatSync(fd).isFile()) {
			return fd;
		}

		closeSync(fd);
		throw new LogFileError(`${sanitizeLine(file)} is not a regular file: the connection log needs one.`);
	} catch (error) {
		throw error instanceof LogFileError ? error : new LogFileError(describeFailure(file, error));
	}
};
