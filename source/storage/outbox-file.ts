/**
The file of a client's messages that the host has not acknowledged. After a run was killed, the next
run sends them, as the same member.
*/
import {Buffer} from 'node:buffer';
import {renameSync} from 'node:fs';
import type {Sid} from '../room/identity.ts';
import type {OutboxJournal, SavedOutbox, OutgoingMessage} from '../room/outbox.ts';
import {errorCode} from '../text/errors.ts';
import {writeAll, type DiskIo} from './files/disk-io.ts';
import {createFileCheck} from './files/held-file.ts';
import {decodeOutbox, encodeEntry, encodeHeader, encodeSettled} from './outbox-records.ts';

/** A file with nothing left to deliver is begun anew once it is larger than this, in bytes. */
const compactAfter = 1_048_576;

const readWhole = (io: DiskIo, fd: number): Uint8Array => {
	const chunks: Uint8Array[] = [];
	let position = 0;
	for (;;) {
		const chunk = Buffer.alloc(65_536);
		const size = io.read(fd, chunk, position);
		if (size === 0) {
			return Buffer.concat(chunks);
		}

		chunks.push(chunk.subarray(0, size));
		position += size;
	}
};

const nothing = () => undefined;

/**
One change of the file. `isWhole`: it replaces the file. `isUrgent`: it must be synced before its
callback.
*/
type Step = {
	readonly bytes: Uint8Array;
	readonly isUrgent: boolean;
	readonly isWhole: boolean;
	readonly onDurable: () => void;
};

/**
Writes steps in their order. Steps that wait are written together, and synced if one of them is
urgent.
*/
export class OutboxFile implements OutboxJournal {
	readonly sid: Sid;
	/** The messages that the previous run left. */
	readonly saved: SavedOutbox;
	readonly #file: string;
	readonly #io: DiskIo;
	readonly #onFailure: (code: string) => void;
	readonly #pending = new Set<number>();
	#fd: number;
	#check: (size: number) => void;
	#end: number;
	#room: string | undefined;
	#last: number;
	readonly #steps: Step[] = [];
	#writing: Promise<void> | undefined;
	#isFailed = false;

	/**
	Opens the file, or begins one with a new secret. Cuts off a last record that is incomplete.
	Throws `LogDamagedError`, `LogVersionError` and system errors. `onFailure` is called once, with
	the system's error code, when a write fails: from then on messages last as long as the program.
	*/
	constructor(
		file: string,
		{
			io,
			createSid,
			onFailure,
		}: {readonly io: DiskIo; readonly createSid: () => Sid; readonly onFailure: (code: string) => void},
	) {
		this.#file = file;
		this.#io = io;
		this.#onFailure = onFailure;
		this.#fd = io.open(file);
		this.#check = createFileCheck(io, this.#fd, file);
		try {
			const {contents, end} = decodeOutbox(file, readWhole(io, this.#fd));
			this.sid = contents.sid ?? createSid();
			this.#room = contents.room;
			this.#last = contents.last;
			this.#end = end;
			this.saved = {room: contents.room, last: contents.last, entries: [...contents.entries.values()]};
		} catch (error) {
			io.close(this.#fd);
			throw error;
		}

		for (const {wireN} of this.saved.entries) {
			this.#pending.add(wireN);
		}

		// Rewrite the file at the start of each run, without settled messages and without a torn
		// end.
		this.replace(this.saved, nothing);
	}

	add(wireN: number, message: OutgoingMessage, onDurable: () => void) {
		this.#last = wireN;
		this.#pending.add(wireN);
		this.#enqueue({bytes: encodeEntry({wireN, ...message}), isUrgent: true, isWhole: false, onDurable});
	}

	settle(wireN: number) {
		this.#pending.delete(wireN);
		if (this.#pending.size === 0 && this.#end > compactAfter) {
			this.replace({room: this.#room, last: this.#last, entries: []}, nothing);
		} else {
			// Not urgent: if this record is lost, the message is sent again and the host drops the
			// duplicate.
			this.#enqueue({bytes: encodeSettled(wireN), isUrgent: false, isWhole: false, onDurable: nothing});
		}
	}

	replace(saved: SavedOutbox, onDurable: () => void) {
		this.#room = saved.room;
		this.#last = saved.last;
		this.#pending.clear();
		for (const {wireN} of saved.entries) {
			this.#pending.add(wireN);
		}

		const bytes = Buffer.concat([encodeHeader(this.sid, saved), ...saved.entries.map(entry => encodeEntry(entry))]);
		this.#enqueue({bytes, isUrgent: true, isWhole: true, onDurable});
	}

	/** Writes the steps that wait, then closes the file. */
	async close(): Promise<void> {
		while (this.#writing) {
			// eslint-disable-next-line no-await-in-loop
			await this.#writing;
		}

		this.#io.close(this.#fd);
	}

	#enqueue(step: Step) {
		if (this.#isFailed) {
			step.onDurable();
			return;
		}

		this.#steps.push(step);
		this.#writing ??= this.#writeAll();
	}

	async #writeAll() {
		// Wait for the steps that are added later in this turn, to write them together.
		await Promise.resolve();
		try {
			while (this.#steps.length > 0) {
				const whole = this.#steps.findIndex(({isWhole}) => isWhole);
				const steps = this.#steps.splice(0, whole === -1 ? this.#steps.length : Math.max(1, whole));
				// eslint-disable-next-line no-await-in-loop
				await (whole === 0 ? this.#rewrite(steps) : this.#append(steps));
			}
		} finally {
			this.#writing = undefined;
		}
	}

	async #append(steps: readonly Step[]) {
		const bytes = Buffer.concat(steps.map(step => step.bytes));
		await this.#attempt(steps, async () => {
			this.#check(this.#end);
			await writeAll(this.#io, this.#fd, bytes, this.#end);
			if (steps.some(({isUrgent}) => isUrgent)) {
				await this.#io.fdatasync(this.#fd);
			}

			this.#end += bytes.length;
			this.#check(this.#end);
		});
	}

	/**
	Writes a new file and renames it over the old one, so that there is a complete file at any time.
	*/
	async #rewrite(steps: readonly Step[]) {
		const bytes = Buffer.concat(steps.map(step => step.bytes));
		const next = `${this.#file}.new`;
		await this.#attempt(steps, async () => {
			const fd = this.#io.open(next);
			try {
				await this.#io.ftruncate(fd, 0);
				await writeAll(this.#io, fd, bytes, 0);
				await this.#io.fdatasync(fd);
				renameSync(next, this.#file);
				this.#io.syncFolderOf(this.#file);
			} catch (error) {
				this.#io.close(fd);
				throw error;
			}

			this.#io.close(this.#fd);
			this.#fd = fd;
			this.#check = createFileCheck(this.#io, fd, this.#file);
			this.#end = bytes.length;
		});
	}

	async #attempt(steps: readonly Step[], write: () => Promise<void>) {
		try {
			await write();
		} catch (error) {
			this.#isFailed = true;
			this.#onFailure(errorCode(error, 'EIO'));
			for (const {onDurable} of this.#steps.splice(0)) {
				onDurable();
			}
		}

		for (const {onDurable} of steps) {
			onDurable();
		}
	}
}
