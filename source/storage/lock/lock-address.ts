/** Where a lock's sockets are bound: the system takes only about 100 bytes of a socket's path. */
import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import {existsSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Sockaddr_un holds 104 bytes on macOS and 108 on Linux; what is added to a folder's path takes at most 40. */
const longestFolder = 60;

/** A way to the folder that is short enough, and how to take it away again once nothing goes through it. */
export type ShortFolder = {readonly folder: string; release(): void};

/**
The folder itself, or a short symbolic link to it in a temporary folder that only this user can look into: the sockets are in
the folder either way, so two programs with different temporary folders still meet.
*/
export const createShortFolder = (folder: string): ShortFolder => {
	if (Buffer.byteLength(folder) <= longestFolder) {
		return {
			folder,
			release() {
				// There is no link.
			},
		};
	}

	const parent = [os.tmpdir(), '/tmp'].find(each => Buffer.byteLength(each) <= 40 && existsSync(each)) ?? os.tmpdir();
	const temporary = mkdtempSync(path.join(parent, 'sc-'));
	const link = path.join(temporary, 'f');
	symlinkSync(folder, link);
	return {
		folder: link,
		release() {
			rmSync(temporary, {recursive: true, force: true});
		},
	};
};

/** A named pipe is not in the file system: its name stands for the path, which Windows does not tell apart by its capitals. */
export const derivePipeName = (file: string): string =>
	String.raw`\\.\pipe\socket-chat-${createHash('sha256').update(path.resolve(file).toLowerCase()).digest('hex')}`;
