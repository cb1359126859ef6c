/** Small files that nobody else may read: who a host is, a room's code, where it is open. */
import {closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {syncFolder} from './state-folder.ts';

/** What is in the file; undefined where there is none that can be read. */
export const readPrivateFile = (file: string): string | undefined => {
	try {
		return readFileSync(file, 'utf8').trim();
	} catch {
		return undefined;
	}
};

/** Puts it there for this user only (0600), whole or not at all, and durable. */
export const writePrivateFile = (file: string, secret: string) => {
	const next = `${file}.new`;
	// One that a crash has left may be readable for others.
	rmSync(next, {force: true});
	const fd = openSync(next, 'wx', 0o600);
	try {
		writeFileSync(fd, `${secret}\n`);
		fsyncSync(fd);
	} finally {
		closeSync(fd);
	}

	renameSync(next, file);
	syncFolder(path.dirname(file));
};
