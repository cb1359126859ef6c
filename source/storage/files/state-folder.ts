/** The folder of socket-chat's state, and its subfolders, which only their user may read. */
import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import {closeSync, existsSync, fsyncSync, mkdirSync, openSync} from 'node:fs';
import {devNull} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {errorCode} from '../../text/errors.ts';
import {checkFolder, checkPath} from './check-access.ts';
import {NoHomeError} from './errors.ts';
import {createFolderEnvironment, findDataFolder} from './platform-folders.ts';

/** Most file systems allow 255 bytes; an encrypted home folder allows 143. */
const maximumNameLength = 120;

/**
The state folder of a user who has no home folder: nothing is in it, and `ensurePrivateFolder`
throws.
*/
const nowhere = path.join(devNull, 'socket-chat');

/** Returns SOCKET_CHAT_HOME, or the platform's folder for a program's data. */
export const findStateFolder = (env: Readonly<Record<string, string | undefined>>): string => {
	const {SOCKET_CHAT_HOME: chosen = ''} = env;
	return chosen === '' ? (findDataFolder(createFolderEnvironment(env)) ?? nowhere) : path.resolve(chosen);
};

/**
Makes a folder's entries durable, which syncing a new file does not (fsync(2)). Does nothing on
Windows, which cannot and need not.
*/
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

/** Lists the folders of the path that do not exist, outermost first. */
const listMissing = (folder: string): readonly string[] =>
	existsSync(folder) || path.dirname(folder) === folder ? [] : [...listMissing(path.dirname(folder)), folder];

/** Creates a folder, unless another process has created it meanwhile. */
const mkdirOnce = (folder: string) => {
	try {
		mkdirSync(folder, {mode: 0o700});
	} catch (error) {
		if (errorCode(error) !== 'EEXIST') {
			throw error;
		}
	}
};

/**
Creates the missing folders of the path durably, for this user only (0700). Leaves the others as
they are. Throws a NoHomeError if there is no place for them, and an UnsafeAccessError if others can
write there.
*/
export const ensurePrivateFolder = (folder: string) => {
	if (folder === nowhere || folder.startsWith(nowhere + path.sep)) {
		throw new NoHomeError();
	}

	const resolved = path.resolve(folder);
	const missingFolders = listMissing(resolved);
	const [outermost] = missingFolders;
	if (outermost !== undefined) {
		checkPath(path.dirname(outermost));
	}

	for (const missing of missingFolders) {
		// Without `recursive`, which never returns in places such as /proc.
		mkdirOnce(missing);
		syncFolder(path.dirname(missing));
	}

	checkFolder(resolved);
};

const percentEncoded = (text: string): string =>
	[...Buffer.from(text)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join('');

/**
Returns a file name for a room's name; different names have different file names. Capitals are
encoded because some file systems ignore case. A dot at either end and the names of devices (con,
nul, com1, …) are encoded because Windows treats them specially.
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

/** Returns the folder of a room's history and code. */
export const resolveRoomFolder = (home: string, name: string): string => path.join(home, 'rooms', encodeFileName(name));

/** Returns the folder of the rooms that this user has joined. */
export const resolveMembersFolder = (home: string): string => path.join(home, 'members');

/** Returns the folder of a member's secret and of its unacknowledged messages in a joined room. */
export const resolveMemberFolder = (home: string, room: string, name: string): string =>
	path.join(resolveMembersFolder(home), room, encodeFileName(name));

/** Returns the text that `encodeFileName` has made the name of; undefined for shortened ones. */
export const decodeFileName = (name: string): string | undefined => {
	try {
		return /~[\da-f]{64}$/.test(name) ? undefined : decodeURIComponent(name);
	} catch {
		return undefined;
	}
};
