import {closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync} from 'node:fs';
import path from 'node:path';
import {syncFolder} from './state-folder.ts';

const writeNew = (file: string, chunks: Iterable<Uint8Array>) => {
	const fd = openSync(file, 'wx', 0o600);
	try {
		for (const chunk of chunks) {
			for (let written = 0; written < chunk.length;) {
				written += writeSync(fd, chunk, written);
			}
		}

		fsyncSync(fd);
	} finally {
		closeSync(fd);
	}
};

export type ReplaceOptions = {
	/** The name under which the new file is written. What a crash has left there is removed. */
	readonly next: string;
	readonly chunks: Iterable<Uint8Array>;
	/** Called when the new file is on the disk and the old one still has its name. */
	readonly onWritten?: () => void;
};

/**
Replaces a file durably: after a crash it is the old one or the new one, whole. Only this user can
read the new one (0600).
*/
export const replaceFile = (file: string, {next, chunks, onWritten}: ReplaceOptions) => {
	// Its permissions may be wider, and on a full disk it would take space.
	rmSync(next, {force: true});
	try {
		writeNew(next, chunks);
		onWritten?.();
		renameSync(next, file);
	} catch (error) {
		rmSync(next, {force: true});
		throw error;
	}

	syncFolder(path.dirname(file));
};
