import type {DurableBatch, LoggedMessage, Refusal, RoomLog, ScannedMessages} from '../../room/log.ts';
import {diskIo, type DiskIo} from '../files/disk-io.ts';
import {GroupCommit} from './group-commit.ts';
import {RecentMessages} from './recent-messages.ts';
import {encodeMessage, encodeRefusal} from './log-records.ts';
import type {LogNote} from './synced-note.ts';
import {openLogFile, readMessages, type LogFile} from './log-file.ts';
import {scanMessages} from './scan-messages.ts';

export {LogDamagedError, LogVersionError} from '../files/errors.ts';

/** The number of newest messages in memory. */
const recentMessages = 2000;

/** The number of messages in memory that one scan returns. */
const memoryBlock = 64;

/** A record that waits to be durable. */
type PendingRecord = {readonly bytes: Uint8Array} & ({readonly message: LoggedMessage} | {readonly refusal: Refusal});

/**
The log of a room on disk. Memory holds the authors, a sparse index and the newest messages, however
long the room is; older messages are read from the file.
*/
export class DiskLog implements RoomLog {
	readonly id: string;
	readonly #file: LogFile;
	readonly #note: LogNote | undefined;
	readonly #commits: GroupCommit<PendingRecord>;
	readonly #recent = new RecentMessages(recentMessages);
	readonly #durableListeners: Array<(batch: DurableBatch) => void> = [];
	readonly #failureListeners: Array<(code: string) => void> = [];
	#closing: Promise<void> | undefined;
	#isClosed = false;

	/** Takes over the file, which must have no other writer. Throws as `readMessages` does. */
	constructor(file: LogFile, note?: LogNote) {
		const {head} = file.contents;
		this.id = file.id;
		this.#file = file;
		this.#note = note;
		this.#commits = new GroupCommit<PendingRecord>(file, {
			onDurable: (entries, start) => {
				this.#settle(entries, start);
			},
			onFailure: code => {
				for (const listener of this.#failureListeners) {
					listener(code);
				}
			},
		});
		if (head > 0) {
			this.#recent.add(readMessages(file, Math.max(1, head + 1 - recentMessages), head));
		}
	}

	/** Whether the file was shorter than it had been, as an older copy of it is. */
	get isOlder() {
		return this.#file.isOlder === true;
	}

	get head() {
		return this.#file.contents.head;
	}

	/** The highest durable number of each author. */
	get authors(): ReadonlyMap<string, number> {
		return this.#file.contents.authors;
	}

	/** The number of messages and of index entries in memory. */
	get footprint() {
		return {messages: this.#recent.size, index: this.#file.contents.indexSize};
	}

	append(message: LoggedMessage) {
		this.#commits.add({bytes: encodeMessage(message), message});
	}

	appendRefusal(refusal: Refusal) {
		this.#commits.add({bytes: encodeRefusal(refusal), refusal});
	}

	/**
	Throws `LogDamagedError` or a system error if older messages cannot be read back; the log has
	then failed. Throws for older messages once the log is closed.
	*/
	read(from: number, limit: number): readonly LoggedMessage[] {
		const first = Math.max(1, from);
		const last = Math.min(from - 1 + limit, this.head);
		if (last < first) {
			return [];
		}

		const boundary = this.#recent.first;
		if (first >= boundary) {
			return this.#recent.read(first, last);
		}

		const older = this.#readFile(() => readMessages(this.#file, first, Math.min(last, boundary - 1)));
		return last < boundary ? older : [...older, ...this.#recent.read(boundary, last)];
	}

	/** Throws as `read` does. Messages in memory are not looked at here: they are few. */
	scan(before: number, probes: readonly string[]): ScannedMessages {
		const boundary = this.#recent.first;
		const last = Math.min(before - 1, this.head);
		if (last < boundary) {
			return this.#readFile(() => scanMessages(this.#file, last + 1, probes));
		}

		const from = Math.max(boundary, last + 1 - memoryBlock);
		return {from, messages: this.#recent.read(from, last)};
	}

	onDurable(listener: (batch: DurableBatch) => void) {
		this.#durableListeners.push(listener);
	}

	onFailure(listener: (code: string) => void) {
		this.#failureListeners.push(listener);
	}

	async finish(): Promise<void> {
		await this.#commits.finish();
		await this.#note?.close();
	}

	/** Fails if the file is gone or changed, also while nothing is written to it. */
	verify() {
		this.#commits.verify();
	}

	async close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	/** Adds the records that have become durable, and notifies the listeners. */
	#settle(entries: readonly PendingRecord[], start: number) {
		const {contents, end} = this.#file;
		this.#note?.update(end);
		const messages: LoggedMessage[] = [];
		const refusals: Refusal[] = [];
		let offset = start;
		for (const entry of entries) {
			if ('message' in entry) {
				contents.addMessage(entry.message, offset);
				messages.push(entry.message);
			} else {
				contents.addRefusal(entry.refusal);
				refusals.push(entry.refusal);
			}

			offset += entry.bytes.length;
		}

		this.#recent.add(messages);
		for (const listener of this.#durableListeners) {
			listener({messages, refusals});
		}
	}

	#readFile<Result>(read: () => Result): Result {
		if (this.#isClosed) {
			throw new Error(`The history in ${this.#file.file} is closed.`);
		}

		try {
			return read();
		} catch (error) {
			this.#commits.fail(error);
			throw error;
		}
	}

	async #close() {
		const {io, fd} = this.#file;
		try {
			await this.finish();
		} finally {
			this.#isClosed = true;
			io.close(fd);
		}
	}
}

/**
Opens the log of a room, or creates one with a new id. Throws `LogDamagedError` and
`LogVersionError` without modifying the file; throws system errors. The caller must hold the room's
lock (see `lockRoom`).
*/
export const openDiskLog = async (
	file: string,
	{createId, io = diskIo, note}: {readonly createId: () => string; readonly io?: DiskIo; readonly note?: LogNote},
): Promise<DiskLog> => {
	const roomFile = await openLogFile(file, createId, {io, note});
	try {
		return new DiskLog(roomFile, note);
	} catch (error) {
		await note?.close();
		io.close(roomFile.fd);
		throw error;
	}
};
