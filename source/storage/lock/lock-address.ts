/** The addresses of a lock's sockets. The system limits a socket's path to about 100 bytes. */
import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import {existsSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** In bytes. sockaddr_un holds 104 on macOS and 108 on Linux; a socket's name adds at most 40. */
const longestFolder = 60;

/** A path to the folder that is short enough. `release` removes the link, if one was made. */
export type ShortFolder = {readonly folder: string; release(): void};

/**
Returns the folder itself, or a short symbolic link to it in a temporary folder that only this user
can read. The sockets are in the folder either way, so two programs with different temporary folders
still exclude each other.
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

/**
Derives a named pipe's name from the path. In lower case, because Windows ignores the case of a
path.
*/
export const derivePipeName = (file: string): string =>
	String.raw`\\.\pipe\socket-chat-${createHash('sha256').update(path.resolve(file).toLowerCase()).digest('hex')}`;
