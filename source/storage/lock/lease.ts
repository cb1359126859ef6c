/**
A lock that works where the kernel's does not: between computers that share a folder by a network,
and between paths to it that have different sockets. The owner of the lease changes its file every
few seconds. Whoever else wants it watches the file for longer than that by its own clock, so no
clocks are compared. An owner that was stopped for long finds that it has lost the lease before it
writes to the room again.
*/
import {randomBytes} from 'node:crypto';
import {closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import path from 'node:path';
import {errorCode} from '../../text/errors.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {describeOwner, hasEnded, type LeaseOwner} from './lease-owner.ts';

/** In milliseconds. */
export const renewEvery = 2000;
const watchFor = 7000;
const lookEvery = 500;

/** Another program has taken the files over. */
export class LeaseLostError extends Error {
	override readonly name = 'LeaseLostError';

	constructor(file: string) {
		super(`Another program has taken over ${path.dirname(file)}.`);
	}

	get code() {
		return 'taken';
	}
}

type Note = LeaseOwner & {readonly id: string};

/** Returns the file's text; undefined if there is none. Throws other system errors. */
const read = (file: string): string | undefined => {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if (errorCode(error) === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
};

const parse = (text: string): Partial<Note> => {
	try {
		const note: unknown = JSON.parse(text);
		return typeof note === 'object' && note !== null ? note : {};
	} catch {
		return {};
	}
};

/** A lease that this process holds. */
export class Lease {
	readonly #file: string;
	readonly #note: Note;
	#count = 0;

	/** Takes the lease over from whoever has it. */
	constructor(file: string, owner: LeaseOwner) {
		this.#file = file;
		this.#note = {...owner, id: randomBytes(16).toString('hex')};
		const own = `${file}.${this.#note.id}`;
		try {
			this.#create(own);
			renameSync(own, file);
		} catch (error) {
			rmSync(own, {force: true});
			throw error;
		}
	}

	/** Throws a LeaseLostError if another process has the lease for sure. */
	check() {
		let text: string | undefined;
		try {
			text = read(this.#file);
		} catch {
			// A file that cannot be read shows nothing.
			return;
		}

		this.#checkOwner(text);
	}

	/** Shows others that the owner is alive. Throws as `check` does. */
	renew() {
		try {
			const fd = openSync(this.#file, 'r+');
			try {
				this.#checkOwner(readFileSync(fd, 'utf8'));
				writeSync(fd, this.#format(), 0);
			} finally {
				// On a network, this is what makes it visible for others.
				closeSync(fd);
			}
		} catch (error) {
			if (error instanceof LeaseLostError) {
				throw error;
			}

			if (errorCode(error) === 'ENOENT') {
				this.#restore();
			}

			// A full disk or network: if others take over meanwhile, the next check says so.
		}
	}

	/** Ends the lease, unless it is lost. */
	release() {
		try {
			this.check();
			rmSync(this.#file, {force: true});
		} catch {
			// It is another's.
		}
	}

	/** Writes the file again that somebody has removed, unless somebody has it by now. */
	#restore() {
		try {
			this.#create(this.#file);
		} catch {
			// The folder is gone, too; or another has the lease.
		}
	}

	#create(file: string) {
		writeFileSync(file, this.#format(), {flag: 'wx', mode: 0o600});
	}

	#checkOwner(text: string | undefined) {
		if (text !== undefined && parse(text).id !== this.#note.id) {
			throw new LeaseLostError(this.#file);
		}
	}

	/** Always returns the same number of bytes, so that a full disk takes them. */
	#format(): string {
		return `${JSON.stringify({...this.#note, count: String(this.#count++).padStart(15, '0')})}\n`;
	}
}

export type LeaseOptions = {
	readonly owner?: LeaseOwner;
	readonly wait?: (ms: number) => Promise<unknown>;
	/** Returns an error that says who has the lease. `host`: the name of its computer. */
	readonly createError: (host: string) => Error;
};

/**
Takes the lease in the folder, at once if its owner has ended for sure; otherwise if nothing has
renewed it for `watchFor`. Throws the error of `createError` if it has an owner, and system errors.
The caller holds the folder's lock.
*/
export const takeLease = async (
	folder: string,
	{owner = describeOwner(folder), wait = delay, createError}: LeaseOptions,
): Promise<Lease> => {
	const file = path.join(folder, 'lease');
	const seen = read(file);
	const known = parse(seen ?? '');
	const heldBy = (text: string) => createError(sanitizeLine(String(parse(text).host)).slice(0, 64));
	if (seen === undefined || hasEnded({...owner, folder: '', ...known}, owner)) {
		return new Lease(file, owner);
	}

	for (let waited = 0; waited < watchFor; waited += lookEvery) {
		// eslint-disable-next-line no-await-in-loop
		await wait(lookEvery);
		const now = read(file);
		if (now === undefined) {
			break;
		}

		if (now !== seen) {
			throw heldBy(now);
		}
	}

	const lease = new Lease(file, owner);
	// Another newcomer may have watched as long.
	await wait(lookEvery);
	try {
		lease.check();
		return lease;
	} catch {
		lease.release();
		throw heldBy(read(file) ?? '');
	}
};
