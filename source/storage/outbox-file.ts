/** What a join has said and nobody has acknowledged, on disk: a run that was killed is taken up by the next, as the same member. */
import {Buffer} from 'node:buffer';
import {renameSync} from 'node:fs';
import {isSid, type Sid} from '../room/identity.ts';
import type {OutboxJournal, SavedOutbox, OutgoingMessage} from '../room/outbox.ts';
import {LogDamagedError, LogVersionError} from './files/errors.ts';
import {writeAll, type DiskIo} from './files/disk-io.ts';
import {encodeRecord, RecordScanner} from './files/records.ts';
import {decodeRecipient} from './log/log-records.ts';
import {errorCode} from '../text/errors.ts';

const fileVersion = 1;

/** A file with nothing left to deliver is begun anew once it is larger than this, in bytes. */
const compactAfter = 1_048_576;

type Entry = SavedOutbox['entries'][number];

/** What the file holds, as its records are read. */
type Contents = {sid: Sid | undefined; room: string | undefined; last: number; readonly entries: Map<number, Entry>};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const headerRecord = (sid: Sid, {room, last}: SavedOutbox) => encodeRecord({v: fileVersion, sid, room, last});
const addRecord = ({wireN, text, to}: Entry) => encodeRecord({add: wireN, text, to});

/** Gives whether the record was one that it knows. */
const take = (contents: Contents, file: string, value: Readonly<Record<string, unknown>>): boolean => {
	const {v, sid, room, last, add, text, to, done} = value;
	if (contents.sid === undefined) {
		if (isCount(v) && v !== fileVersion) {
			throw new LogVersionError(file, v);
		}

		if (!isSid(sid) || !isCount(last) || !(room === undefined || typeof room === 'string')) {
			return false;
		}

		Object.assign(contents, {sid, room, last});
		return true;
	}

	const recipient = decodeRecipient(to);
	if (isCount(add) && typeof text === 'string' && (to === undefined) === (recipient === undefined)) {
		contents.entries.set(add, {wireN: add, text, ...(recipient && {to: recipient})});
		contents.last = Math.max(contents.last, add);
		return true;
	}

	return isCount(done) && (contents.entries.delete(done) || true);
};

const readContents = (file: string, bytes: Uint8Array): {readonly contents: Contents; readonly end: number} => {
	const contents: Contents = {sid: undefined, room: undefined, last: 0, entries: new Map()};
	const scanner = new RecordScanner();
	for (const scan of scanner.scan(bytes)) {
		if (scan.type === 'damaged' || !take(contents, file, scan.value)) {
			throw new LogDamagedError(file, scan.offset);
		}
	}

	const {type, offset} = scanner.finish();
	if (type === 'damaged') {
		throw new LogDamagedError(file, offset);
	}

	return {contents, end: offset};
};

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

/** One step for the file, and what to call back once it is durable. */
type Step = {
	readonly bytes: Uint8Array;
	readonly isUrgent: boolean;
	readonly isWhole: boolean;
	readonly onDurable: () => void;
};

/** Steps in their order: those that wait are written together, and synced where one of them must be. */
export class OutboxFile implements OutboxJournal {
	readonly sid: Sid;
	/** What the run before left. */
	readonly saved: SavedOutbox;
	readonly #file: string;
	readonly #io: DiskIo;
	readonly #onFailure: (code: string) => void;
	readonly #pending = new Set<number>();
	#fd: number;
	#end: number;
	#room: string | undefined;
	#last: number;
	readonly #steps: Step[] = [];
	#writing: Promise<void> | undefined;
	#isFailed = false;

	/**
	Opens the file, or begins one with a new secret. A last record that was never finished is cut off. Throws `LogDamagedError` and
	`LogVersionError`, and what the system throws. `onFailure`: the disk takes no more; from then on what waits lasts as long as the program.
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
		try {
			const {contents, end} = readContents(file, readWhole(io, this.#fd));
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

		// Every run begins with a whole, short file: what is settled is left out, and a torn end is gone.
		this.replace(this.saved, nothing);
	}

	add(wireN: number, words: OutgoingMessage, onDurable: () => void) {
		this.#last = wireN;
		this.#pending.add(wireN);
		this.#do({bytes: addRecord({wireN, ...words}), isUrgent: true, isWhole: false, onDurable});
	}

	settle(wireN: number) {
		this.#pending.delete(wireN);
		if (this.#pending.size === 0 && this.#end > compactAfter) {
			this.replace({room: this.#room, last: this.#last, entries: []}, nothing);
		} else {
			// Told late, it costs a message that the host drops by its number: not worth a sync.
			this.#do({bytes: encodeRecord({done: wireN}), isUrgent: false, isWhole: false, onDurable: nothing});
		}
	}

	replace(saved: SavedOutbox, onDurable: () => void) {
		this.#room = saved.room;
		this.#last = saved.last;
		this.#pending.clear();
		for (const {wireN} of saved.entries) {
			this.#pending.add(wireN);
		}

		const bytes = Buffer.concat([headerRecord(this.sid, saved), ...saved.entries.map(entry => addRecord(entry))]);
		this.#do({bytes, isUrgent: true, isWhole: true, onDurable});
	}

	/** Writes what waits, and lets the file go. */
	async close(): Promise<void> {
		while (this.#writing) {
			// eslint-disable-next-line no-await-in-loop
			await this.#writing;
		}

		this.#io.close(this.#fd);
	}

	#do(step: Step) {
		if (this.#isFailed) {
			step.onDurable();
			return;
		}

		this.#steps.push(step);
		this.#writing ??= this.#writeAll();
	}

	async #writeAll() {
		// Whatever else this turn says goes with it.
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
			await writeAll(this.#io, this.#fd, bytes, this.#end);
			if (steps.some(({isUrgent}) => isUrgent)) {
				await this.#io.fdatasync(this.#fd);
			}

			this.#end += bytes.length;
		});
	}

	/** A new file takes the place of the old one in one step, so that there is always a whole one. */
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
			this.#end = bytes.length;
		});
	}

	async #attempt(steps: readonly Step[], act: () => Promise<void>) {
		try {
			await act();
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
