/**
A lock that the kernel lets go when its process dies, however it dies: a listening socket. Each holder has a number of its own in the
file's name (lock.1, lock.2, …). The highest number is the lock; it is free when nobody answers there, and then the next number
is the next holder's. No file with the highest number is ever removed, so that of two programs that find a dead lock at the same
moment only one gets the next number: to remove the dead one and bind the same name again would let both in.
*/
import {Buffer} from 'node:buffer';
import {createHash, randomBytes} from 'node:crypto';
import {linkSync, readdirSync, rmSync} from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import process from 'node:process';
import {ensurePrivateFolder} from './home.ts';
import {pipeName, shortFolder} from './lock-address.ts';

/** Somebody else holds the lock; the message is the sentence for people. */
export class LockedError extends Error {
	override readonly name = 'LockedError';
}

export type Lock = {
	/** Lets the next one in. */
	release(): Promise<void>;
};

const errorCode = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

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

/** A stopped or busy process answers too: the kernel does it in its place. EAGAIN: so many ask that they have to queue. */
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

const numbersIn = (folder: string, prefix: string): number[] =>
	readdirSync(folder)
		.filter(name => name.startsWith(prefix) && /^[1-9]\d{0,14}$/.test(name.slice(prefix.length)))
		.map(name => Number(name.slice(prefix.length)));

/** Linking either gives the number to this socket, which listens already, or fails because somebody else was first. */
const hasLinked = (own: string, file: string): boolean => {
	try {
		linkSync(own, file);
		return true;
	} catch (error) {
		if (errorCode(error) === 'EEXIST') {
			return false;
		}

		throw error;
	}
};

/** Gives the socket at `own` the highest number. `false`: somebody holds the lock. */
const hasClaimed = async (folder: string, prefix: string, own: string): Promise<boolean> => {
	const fileOf = (number: number) => path.join(folder, `${prefix}${number}`);
	for (;;) {
		const highest = Math.max(0, ...numbersIn(folder, prefix));
		// Each round looks again at what has changed meanwhile.
		// eslint-disable-next-line no-await-in-loop
		if (highest > 0 && (await isAnswered(fileOf(highest)))) {
			return false;
		}

		const number = highest + 1;
		if (hasLinked(own, fileOf(number))) {
			const numbers = numbersIn(folder, prefix);
			if (Math.max(...numbers) === number) {
				// One more than the highest is kept: a listing of the folder may miss a file that comes while another one goes.
				for (const old of numbers.filter(each => each < number - 1)) {
					rmSync(fileOf(old), {force: true});
				}

				return true;
			}

			// The lock has moved on since this one looked: its number counts for nothing.
			rmSync(fileOf(number), {force: true});
		}
	}
};

const lockBySocket = async (file: string): Promise<Lock | undefined> => {
	const folder = path.dirname(path.resolve(file));
	ensurePrivateFolder(folder);
	const name = path.basename(file);
	const shortName = Buffer.byteLength(name) > 16 ? createHash('sha256').update(name).digest('hex').slice(0, 16) : name;
	const short = shortFolder(folder);
	try {
		const own = path.join(short.folder, `${shortName}-${randomBytes(8).toString('hex')}`);
		const lock = await listen(own);
		let isOurs = false;
		try {
			isOurs = await hasClaimed(short.folder, `${shortName}.`, own);
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

/** Windows gives a pipe's name to one process only, and takes it back when that one ends. */
const lockByPipe = async (file: string): Promise<Lock | undefined> => {
	try {
		return await listen(pipeName(file));
	} catch (error) {
		if (errorCode(error) === 'EADDRINUSE') {
			return undefined;
		}

		throw error;
	}
};

/**
Takes the lock of this name, of which files called `<path>.<number>` remain. It does not keep the process alive. Throws `LockedError`
with the sentence when somebody holds it, and what the system throws where there can be no socket.
*/
export const lockRoom = async (file: string, sentence = 'This room is already open on this computer.'): Promise<Lock> => {
	const lock = process.platform === 'win32' ? await lockByPipe(file) : await lockBySocket(file);
	if (!lock) {
		throw new LockedError(sentence);
	}

	return lock;
};
