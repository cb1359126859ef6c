import {setImmediate as endOfTurn} from 'node:timers/promises';
import {createFileCheck} from '../files/held-file.ts';
import {writeAll} from '../files/disk-io.ts';
import {errorCode} from '../../text/errors.ts';
import {markCommit} from './commit-marks.ts';
import type {LogFile} from './log-file.ts';

/** An item that waits to be written. */
type PendingItem = {readonly bytes: Uint8Array};

type CommitListeners<Item> = {
	/** Called when these items are durable, in order. `start`: the file offset of the first one. */
	readonly onDurable: (items: readonly Item[], start: number) => void;
	/**
	Called once, with the system's error code, when a write fails. Nothing becomes durable after it.
	*/
	readonly onFailure: (code: string) => void;
};

/**
Group commit at the end of a file: writes and syncs all waiting items together while the next ones
gather. Accepts nothing after a failure: a second sync may succeed although the first one has lost
data (https://lwn.net/Articles/752063).
*/
export class GroupCommit<Item extends PendingItem> {
	readonly #file: LogFile;
	readonly #listeners: CommitListeners<Item>;
	readonly #check: (size: number) => void;
	#waiting: Item[] = [];
	#commits: Promise<void> | undefined;
	#isStopped = false;

	constructor(file: LogFile, outcome: CommitListeners<Item>) {
		this.#file = file;
		this.#listeners = outcome;
		this.#check = createFileCheck(file.io, file.fd, file.file);
	}

	/** Adds an item. Does nothing after a failure or `finish`. */
	add(item: Item) {
		if (this.#isStopped) {
			return;
		}

		this.#waiting.push(item);
		this.#commits ??= this.#commitAll();
	}

	/** Looks whether the file is still there and as it was, unless a commit does so now. */
	verify() {
		if (!this.#commits && !this.#isStopped) {
			try {
				this.#check(this.#file.end);
			} catch (error) {
				this.fail(error);
			}
		}
	}

	/** Stops because a read has shown that the file cannot be trusted. */
	fail(error: unknown) {
		if (this.#stop()) {
			this.#listeners.onFailure(errorCode(error, 'EIO'));
		}
	}

	/** Makes the waiting items durable, then accepts nothing more. */
	async finish() {
		await this.#commits;
		this.#stop();
	}

	/**
	Commits until nothing waits. Each commit starts after a turn, so that the items of one turn are
	written together, and with them those that had to wait until the commit before was over.
	*/
	async #commitAll() {
		try {
			// Each commit begins where the previous one ended.
			/* eslint-disable no-await-in-loop */
			await endOfTurn();
			while (this.#waiting.length > 0) {
				await this.#commit(this.#waiting.splice(0));
				await endOfTurn();
			}
			/* eslint-enable no-await-in-loop */
		} finally {
			this.#commits = undefined;
		}
	}

	async #commit(items: readonly Item[]) {
		const {io, fd, end, seed} = this.#file;
		const bytes = markCommit(
			items.map(item => item.bytes),
			{start: end, sum: seed},
		);
		let isOurs = false;
		try {
			// What is in the file now decides whether this goes to its end.
			this.#check(end);
			isOurs = true;
			await writeAll(io, fd, bytes, end);
			await io.fdatasync(fd);
			// Only what has a name is found again.
			this.#check(end + bytes.length);
		} catch (error) {
			const isFirst = this.#stop();
			if (isOurs) {
				await this.#cutBack();
			}

			if (isFirst) {
				this.#listeners.onFailure(errorCode(error, 'EIO'));
			}

			return;
		}

		if (!this.#isStopped) {
			this.#file.end += bytes.length;
			this.#listeners.onDurable(items, end);
		}
	}

	/** Returns false if it was stopped before. */
	#stop(): boolean {
		const isFirst = !this.#isStopped;
		this.#isStopped = true;
		this.#waiting = [];
		return isFirst;
	}

	/**
	Cuts off the bytes after the durable end, which were never reported, so that the next opening
	need not repair.
	*/
	async #cutBack() {
		const {io, fd, end} = this.#file;
		try {
			await io.ftruncate(fd, end);
			await io.fdatasync(fd);
		} catch {
			// The next opening cuts off an incomplete record.
		}
	}
}
