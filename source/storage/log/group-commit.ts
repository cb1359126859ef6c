import {Buffer} from 'node:buffer';
import {setImmediate as endOfTurn} from 'node:timers/promises';
import {writeAll} from '../files/disk-io.ts';
import type {LogFile} from './log-file.ts';
import {errorCode} from '../../text/errors.ts';

/** What waits to be made durable. */
type Waiting = {readonly bytes: Uint8Array};

type Outcome<Item> = {
	/** These are durable now, in this order; the bytes of the first one begin at `start` in the file. */
	readonly onDurable: (items: readonly Item[], start: number) => void;
	/** Nothing more becomes durable, for this reason: the system's error code. Told once. */
	readonly onFailure: (code: string) => void;
};

/**
Group commit at the end of a file: all that waits is written and synced together while the next lot gathers. After a failure it takes
nothing more: a second sync may well succeed without having kept what the first one has lost (https://lwn.net/Articles/752063).
*/
export class GroupCommit<Item extends Waiting> {
	readonly #file: LogFile;
	readonly #outcome: Outcome<Item>;
	#waiting: Item[] = [];
	#commits: Promise<void> | undefined;
	#isStopped = false;

	constructor(file: LogFile, outcome: Outcome<Item>) {
		this.#file = file;
		this.#outcome = outcome;
	}

	/** Nothing happens once it has failed or was finished. */
	add(item: Item) {
		if (this.#isStopped) {
			return;
		}

		this.#waiting.push(item);
		this.#commits ??= this.#commitAll();
	}

	/** Something else has shown that the file cannot be trusted. */
	fail(error: unknown) {
		if (this.#stop()) {
			this.#outcome.onFailure(errorCode(error, 'EIO'));
		}
	}

	/** Makes durable what waits, and takes nothing more. */
	async finish() {
		await this.#commits;
		this.#stop();
	}

	/** One commit after another until nothing waits. The first one begins after this turn, so that what one turn adds goes together. */
	async #commitAll() {
		await endOfTurn();
		try {
			while (this.#waiting.length > 0) {
				// Each commit begins where the one before it ended.
				// eslint-disable-next-line no-await-in-loop
				await this.#commit(this.#waiting.splice(0));
			}
		} finally {
			this.#commits = undefined;
		}
	}

	async #commit(items: readonly Item[]) {
		const {io, fd, end} = this.#file;
		const bytes = Buffer.concat(items.map(item => item.bytes));
		try {
			await writeAll(io, fd, bytes, end);
			await io.fdatasync(fd);
		} catch (error) {
			const isFirst = this.#stop();
			await this.#cutBack();
			if (isFirst) {
				this.#outcome.onFailure(errorCode(error, 'EIO'));
			}

			return;
		}

		if (!this.#isStopped) {
			this.#file.end += bytes.length;
			this.#outcome.onDurable(items, end);
		}
	}

	/** `false`: it was stopped before. */
	#stop(): boolean {
		const isFirst = !this.#isStopped;
		this.#isStopped = true;
		this.#waiting = [];
		return isFirst;
	}

	/** Nobody was told of what comes after the durable end: without it the next opening finds nothing to repair. */
	async #cutBack() {
		const {io, fd, end} = this.#file;
		try {
			await io.ftruncate(fd, end);
			await io.fdatasync(fd);
		} catch {
			// The next opening cuts off a torn record by itself.
		}
	}
}
