import {mkdtempSync, rmSync, statSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {Cleanup} from '../helpers/line-process.ts';

/** A folder for one test, removed after it. */
export const temporaryFolder = (t: Cleanup): string => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'socket-chat-storage-'));
	t?.after(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	return folder;
};

/** Who may do what with a file or folder. */
export const modeOf = (file: string): number => statSync(file).mode % 0o1000;
