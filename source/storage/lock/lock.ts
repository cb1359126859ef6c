/** A lock that the kernel releases when its process dies, however it dies: a listening socket. */
import {Buffer} from 'node:buffer';
import {createHash, randomBytes} from 'node:crypto';
import {rmSync} from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import process from 'node:process';
import {ensurePrivateFolder} from '../files/state-folder.ts';
import {errorCode} from '../../text/errors.ts';
import {derivePipeName, createShortFolder} from './lock-address.ts';
import {findLatestSocket, tryClaim} from './lock-claim.ts';

/** Another process or caller holds the lock. The message is shown to the user. */
export class LockedError extends Error {
	override readonly name = 'LockedError';
}

export type Lock = {
	/** Frees the lock. */
	release(): Promise<void>;
};

const listen = async (address: string): Promise<Lock> => {
	const server = net.createServer(socket => {
		socket.destroy();
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(address, () => {
			server.off('error', reject);
			resolve();
		});
	});
	server.unref();
	return {
		release: async () =>
			new Promise(resolve => {
				server.close(() => {
					resolve();
				});
			}),
	};
};

/**
Returns whether a process listens at the address. The kernel accepts for a stopped or busy process,
too. EAGAIN: it listens, and its queue is full.
*/
const isAnswered = async (address: string): Promise<boolean> =>
	new Promise((resolve, reject) => {
		const socket = net.connect(address);
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', error => {
			const code = errorCode(error);
			if (code === 'ECONNREFUSED' || code === 'ENOENT') {
				resolve(false);
			} else if (code === 'EAGAIN') {
				resolve(true);
			} else {
				reject(error);
			}
		});
	});

/**
Returns the name that the lock's sockets begin with: a hash where the name itself is too long for a
socket.
*/
const shortenName = (file: string): string => {
	const name = path.basename(file);
	return Buffer.byteLength(name) > 16 ? createHash('sha256').update(name).digest('hex').slice(0, 16) : name;
};

const lockBySocket = async (file: string): Promise<Lock | undefined> => {
	const folder = path.dirname(path.resolve(file));
	ensurePrivateFolder(folder);
	const shortName = shortenName(file);
	const short = createShortFolder(folder);
	try {
		const own = path.join(short.folder, `${shortName}-${randomBytes(8).toString('hex')}`);
		const lock = await listen(own);
		let isOurs = false;
		try {
			isOurs = await tryClaim({folder: short.folder, prefix: `${shortName}.`, own}, isAnswered);
		} finally {
			rmSync(own, {force: true});
			if (!isOurs) {
				await lock.release();
			}
		}

		return isOurs ? lock : undefined;
	} finally {
		short.release();
	}
};

/** Windows gives a pipe's name to one process only, and frees it when the process ends. */
const lockByPipe = async (file: string): Promise<Lock | undefined> => {
	try {
		return await listen(derivePipeName(file));
	} catch (error) {
		if (errorCode(error) === 'EADDRINUSE') {
			return undefined;
		}

		throw error;
	}
};

/**
Takes the lock at this path, and leaves files called `<path>.<number>`. The lock does not keep the
process alive. Throws `LockedError` with the sentence if the lock is held, and system errors where
no socket can be made.
*/
export const lockRoom = async (
	file: string,
	sentence = 'This room is already open on this computer.',
): Promise<Lock> => {
	const lock = process.platform === 'win32' ? await lockByPipe(file) : await lockBySocket(file);
	if (!lock) {
		throw new LockedError(sentence);
	}

	return lock;
};

const isLockedBySocket = async (file: string): Promise<boolean> => {
	const short = createShortFolder(path.dirname(path.resolve(file)));
	try {
		const socket = findLatestSocket(short.folder, `${shortenName(file)}.`);
		return socket !== undefined && (await isAnswered(socket));
	} finally {
		short.release();
	}
};

/**
Returns whether a process holds the lock, without taking it. A stopped process still holds its lock.
Throws what the system throws where the lock's folder cannot be read.
*/
export const isLocked = async (file: string): Promise<boolean> =>
	process.platform === 'win32' ? isAnswered(derivePipeName(file)) : isLockedBySocket(file);
