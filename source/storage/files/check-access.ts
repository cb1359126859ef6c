/**
Refuses folders and files that others can write to or own, as ssh does: they could put another code,
another history or another secret there. Windows has no such modes, and is not checked.
*/
import {fchmodSync, fstatSync, lstatSync, realpathSync, statSync, type Stats} from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** The message is a sentence for the user. */
export class UnsafeAccessError extends Error {
	override readonly name = 'UnsafeAccessError';
}

/** Numbers of the system. */
export type User = {readonly uid: number; readonly gid: number};

const superuser = 0;
/** The owner of what belongs to no user of a container: there, the system's own folders. */
const unmappedUser = 65_534;
const writableForGroup = 0o020;
const writableForOthers = 0o002;
const sticky = 0o1000;
const privateMode = 0o600;

/** Returns this process's user; undefined where the system has no such numbers. */
export const findUser = (): User | undefined => {
	const uid = process.geteuid?.();
	const gid = process.getegid?.();
	return uid === undefined || gid === undefined ? undefined : {uid, gid};
};

const has = (mode: number, bit: number): boolean => Math.floor(mode / bit) % 2 === 1;

/** Returns whether others than the owner can write. A user's own group has the user's number. */
const isWritableForOthers = ({mode, gid}: Stats, user: User): boolean => {
	const isOwnGroup = gid === user.gid && user.gid === user.uid;
	return has(mode, writableForOthers) || (has(mode, writableForGroup) && !isOwnGroup);
};

const elsewhere = 'SOCKET_CHAT_HOME can name a folder of your own instead.';

const createOwnerError = (name: string) =>
	new UnsafeAccessError(`${name} belongs to another user, so socket-chat keeps nothing there. ${elsewhere}`);

const createWriteError = (name: string) =>
	new UnsafeAccessError(
		`Others can write to ${name}, so socket-chat keeps nothing there. Run \`chmod go-w ${name}\`. ${elsewhere}`,
	);

const listPath = (folder: string): readonly string[] =>
	path.dirname(folder) === folder ? [folder] : [...listPath(path.dirname(folder)), folder];

const isTrusted = ({uid}: Stats, user: User): boolean => [user.uid, superuser, unmappedUser].includes(uid);

/**
Throws an UnsafeAccessError if another user owns the folder or a folder on the way to it, or can
replace what is in them. Others may write to folders that have the sticky bit, as /tmp has.
`folder`: an absolute path that exists.
*/
export const checkPath = (folder: string, user = findUser()) => {
	// On Android, each folder above an app's own belongs to another user of the system.
	if (!user || process.platform === 'android') {
		return;
	}

	for (const name of new Set([...listPath(folder), ...listPath(realpathSync(folder))])) {
		const stats = lstatSync(name);
		if (!isTrusted(stats, user)) {
			throw createOwnerError(name);
		}

		// The mode of a symbolic link means nothing.
		if (!stats.isSymbolicLink() && isWritableForOthers(stats, user) && !has(stats.mode, sticky)) {
			throw createWriteError(name);
		}
	}
};

/** As `checkPath`, for a folder that nobody else may write to, with the sticky bit or without. */
export const checkFolder = (folder: string, user = findUser()) => {
	checkPath(folder, user);
	if (user && isWritableForOthers(statSync(folder), user)) {
		throw createWriteError(folder);
	}
};

/**
Throws an UnsafeAccessError if another user owns this open file, or can write to it. Others who can
only read it no longer can.
*/
export const checkFile = (fd: number, name: string, user = findUser()) => {
	const stats = fstatSync(fd);
	if (!user || !stats.isFile()) {
		return;
	}

	if (!isTrusted(stats, user)) {
		throw createOwnerError(name);
	}

	if (isWritableForOthers(stats, user)) {
		throw createWriteError(name);
	}

	if (stats.uid === user.uid && stats.mode % 0o100 !== 0) {
		try {
			fchmodSync(fd, privateMode);
		} catch {
			// Some file systems have one mode for all.
		}
	}
};
