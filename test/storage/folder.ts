import {mkdtempSync, rmSync, statSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {Cleanup} from '../helpers/line-process.ts';

/** Creates a temporary folder for one test and removes it after the test. */
export const temporaryFolder = (t: Cleanup): string => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'socket-chat-storage-'));
	t?.after(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	return folder;
};

/** Returns the permission bits of a file or folder. */
export const modeOf = (file: string): number => statSync(file).mode % 0o1000;
