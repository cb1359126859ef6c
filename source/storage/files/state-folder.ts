/** Where socket-chat keeps its state, and the folders in it, which nobody else may look into. */
import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import {closeSync, fsyncSync, mkdirSync, openSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';

/** Most file systems allow 255 bytes; an encrypted home folder allows 143. */
const maximumNameLength = 120;

/** SOCKET_CHAT_HOME, or the platform's folder for what a program keeps. */
export const findStateFolder = ({
	SOCKET_CHAT_HOME: chosen = '',
}: Readonly<Record<string, string | undefined>>): string =>
	path.resolve(chosen === '' ? envPaths('socket-chat', {suffix: ''}).data : chosen);

/** Makes durable which files a folder has: a new file's own sync does not (fsync(2)). Windows cannot, and need not. */
export const syncFolder = (folder: string) => {
	if (process.platform === 'win32') {
		return;
	}

	const fd = openSync(folder, 'r');
	try {
		fsyncSync(fd);
	} finally {
		closeSync(fd);
	}
};

/** Creates what is missing of the path, for this user only (0700), and makes that durable. What is there stays as it is. */
export const ensurePrivateFolder = (folder: string) => {
	const first = mkdirSync(folder, {recursive: true, mode: 0o700});
	if (first === undefined) {
		return;
	}

	const above = path.dirname(path.resolve(first));
	for (let created = path.resolve(folder); created !== above; created = path.dirname(created)) {
		syncFolder(path.dirname(created));
	}
};

const percentEncoded = (text: string): string =>
	[...Buffer.from(text)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join('');

/**
A file name for a room's name, another one for each. Capitals are encoded because some file systems take A for a, a dot at either end and
the names of devices (con, nul, com1, …) because Windows does.
*/
export const encodeFileName = (name: string): string => {
	const encoded = name
		.replaceAll(/[^a-z\d_.-]+|^\.|\.$/g, percentEncoded)
		.replace(
			/^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/,
			device => percentEncoded(device.slice(0, 1)) + device.slice(1),
		);
	if (encoded.length <= maximumNameLength && name.isWellFormed()) {
		// An empty name would be the folder itself.
		return encoded || '%';
	}

	const hash = createHash('sha256').update(Buffer.from(name, 'utf16le')).digest('hex');
	return `${encoded.slice(0, 40)}~${hash}`;
};

/** The folder of one room's history and code. */
export const resolveRoomFolder = (home: string, name: string): string => path.join(home, 'rooms', encodeFileName(name));

/** The folder of one member's secret and of what it said and nobody has acknowledged. */
export const resolveMemberFolder = (home: string, name: string): string =>
	path.join(home, 'members', encodeFileName(name));

/** The folder of the codes of rooms that have let this user in. */
export const resolveCodesFolder = (home: string): string => path.join(home, 'codes');
