/** Notices when others remove, replace or shorten a file that this process holds open. */
import type {DiskIo} from './disk-io.ts';
import {LogDamagedError} from './errors.ts';

/** The file has no longer the name under which it was opened: what is written to it is lost. */
export class FileRemovedError extends Error {
	override readonly name = 'FileRemovedError';

	constructor(file: string) {
		super(`${file} was removed or moved while it was open.`);
	}

	get code() {
		return 'removed';
	}
}

/**
Returns a function that throws `FileRemovedError` if the file has lost its name, and
`LogDamagedError` if it is not as long as it should be, in bytes. Only what the file system tells
truly at the start is relied on: some count no links, and some number a file anew each time.
*/
export const createFileCheck = (io: DiskIo, fd: number, file: string): ((size: number) => void) => {
	const start = io.inspect(fd, file);
	return size => {
		const now = io.inspect(fd, file);
		if ((start.links > 0 && now.links === 0) || (start.isNamed && !now.isNamed)) {
			throw new FileRemovedError(file);
		}

		if (now.size !== size) {
			throw new LogDamagedError(file, Math.min(now.size, size));
		}
	};
};
