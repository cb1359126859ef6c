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
import {decodeOutbox} from './decode-outbox.ts';
import {encodeEntry, encodeOutbox, encodeSettled, type EncodedOutbox} from './outbox-records.ts';
import {markCommit, sumRecords, type Mark} from './log/commit-marks.ts';

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
One change of the file: it is replaced, or gets one more record. `isUrgent`: the record must be
synced before its callback.
*/
type Replacement = {readonly whole: EncodedOutbox; readonly onDurable: () => void};
type Addition = {readonly record: Uint8Array; readonly isUrgent: boolean; readonly onDurable: () => void};
type Step = Replacement | Addition;

const isAddition = (step: Step): step is Addition => 'record' in step;

/**
Writes steps in their order. Steps that wait are written together, and synced if one of them is
urgent.
*/
export class OutboxFile implements OutboxJournal {
	/** The messages that the previous run left. */
	readonly saved: SavedOutbox;
	#sid: Sid;
	readonly #file: string;
	readonly #io: DiskIo;
	readonly #onFailure: (code: string) => void;
	readonly #pending = new Set<number>();
	#fd: number;
	#check: (size: number) => void;
	#end = 0;
	/** Where the next commit begins, and the sum of the records that are written and not synced. */
	#open: Mark = {start: 0, sum: 0};
	#seed = 0;
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
			const contents = decodeOutbox(file, readWhole(io, this.#fd));
			this.#sid = contents.sid ?? createSid();
			this.#room = contents.room;
			this.#last = contents.last;
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

	get sid() {
		return this.#sid;
	}

	add(wireN: number, message: OutgoingMessage, onDurable: () => void) {
		this.#last = wireN;
		this.#pending.add(wireN);
		this.#enqueue({record: encodeEntry({wireN, ...message}), isUrgent: true, onDurable});
	}

	settle(wireN: number) {
		this.#pending.delete(wireN);
		if (this.#pending.size === 0 && this.#end > compactAfter) {
			this.replace({room: this.#room, last: this.#last, entries: []}, nothing);
		} else {
			// Not urgent: if this record is lost, the message is sent again and the host drops the
			// duplicate.
			this.#enqueue({record: encodeSettled(wireN), isUrgent: false, onDurable: nothing});
		}
	}

	replace(saved: SavedOutbox, onDurable: () => void) {
		this.#sid = saved.sid ?? this.#sid;
		this.#room = saved.room;
		this.#last = saved.last;
		this.#pending.clear();
		for (const {wireN} of saved.entries) {
			this.#pending.add(wireN);
		}

		this.#enqueue({whole: encodeOutbox(this.#sid, saved), onDurable});
	}

	/** Writes the steps that wait, then closes the file. */
	async close(): Promise<void> {
		await this.#drain();
		if (this.#pending.size > 0) {
			// One more commit, which says nothing: messages before it cannot be torn any more.
			this.#enqueue({record: encodeSettled(0), isUrgent: true, onDurable: nothing});
			await this.#drain();
		}

		this.#io.close(this.#fd);
	}

	async #drain() {
		while (this.#writing) {
			// eslint-disable-next-line no-await-in-loop
			await this.#writing;
		}
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
				const [first] = this.#steps;
				const count = this.#steps.findIndex(step => !isAddition(step));
				// eslint-disable-next-line no-await-in-loop
				await (first && !isAddition(first)
					? this.#rewrite(first, this.#steps.splice(0, 1))
					: this.#append(this.#steps.splice(0, count === -1 ? Infinity : count).filter(step => isAddition(step))));
			}
		} finally {
			this.#writing = undefined;
		}
	}

	async #append(steps: readonly Addition[]) {
		const records = steps.map(({record}) => record);
		const isUrgent = steps.some(step => step.isUrgent);
		const bytes = isUrgent ? markCommit(records, this.#open) : Buffer.concat(records);
		await this.#attempt(steps, async () => {
			this.#check(this.#end);
			await writeAll(this.#io, this.#fd, bytes, this.#end);
			this.#end += bytes.length;
			if (isUrgent) {
				await this.#io.fdatasync(this.#fd);
				this.#open = {start: this.#end, sum: this.#seed};
			} else {
				this.#open = {...this.#open, sum: sumRecords(this.#open.sum, records)};
			}

			this.#check(this.#end);
		});
	}

	/**
	Writes a new file and renames it over the old one, so that there is a complete file at any time.
	*/
	async #rewrite({whole: {bytes, open}}: Replacement, steps: readonly Step[]) {
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
			this.#open = open;
			this.#seed = open.sum;
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
