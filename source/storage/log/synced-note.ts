/**
A note beside a room's file: how many of the file's bytes are certainly on the disk. Bad bytes
before that place are damage, however the last commit may be torn. The room opens without the note,
too.
*/
import {Buffer} from 'node:buffer';
import {closeSync, constants, fdatasync, fsyncSync, openSync, readFileSync, write, writeSync} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import {RecordScanner} from '../files/record-scanner.ts';
import {encodeRecord, type Fields} from '../files/records.ts';
import {syncFolder} from '../files/state-folder.ts';

const writeBytes = promisify(write);
const syncData = promisify(fdatasync);

/** The note fits in one sector of a disk, and is overwritten in its place. */
const length = 128;

const encodeNote = (log: number, synced: number): Uint8Array => {
	const note = Buffer.alloc(length);
	note.set(encodeRecord({log, synced}));
	return note;
};

/** The note as a log uses it. */
export type LogNote = Pick<SyncedNote, 'read' | 'open' | 'update' | 'close'>;

export class SyncedNote {
	readonly #file: string;
	#fd: number | undefined;
	#seed = 0;
	/** The value to write when the current write has ended. */
	#next: number | undefined;
	#writing: Promise<void> | undefined;

	constructor(file: string) {
		this.#file = file;
	}

	/**
	Returns how many bytes of the file with this seed were synced; undefined if that is not known.
	Without a seed, of whichever file the note was written for.
	*/
	read(seed: number | undefined): number | undefined {
		let bytes: Uint8Array;
		try {
			bytes = readFileSync(this.#file);
		} catch {
			return undefined;
		}

		const [scan] = new RecordScanner().scan(bytes);
		const {log, synced}: Fields = scan?.type === 'record' ? scan.value : {};
		return Number.isSafeInteger(synced) && (seed === undefined || log === seed) ? Number(synced) : undefined;
	}

	/** Writes the note of a file that has just been opened, durably. Ignores failures. */
	open(seed: number, synced: number) {
		this.#seed = seed;
		try {
			// eslint-disable-next-line no-bitwise
			this.#fd ??= openSync(this.#file, constants.O_RDWR | constants.O_CREAT, 0o600);
			writeSync(this.#fd, encodeNote(seed, synced), 0, length, 0);
			fsyncSync(this.#fd);
			syncFolder(path.dirname(this.#file));
		} catch {
			// Without it, less damage is told from a torn commit.
		}
	}

	/** Writes the note soon, and does not wait for it. Of several calls, the last one counts. */
	update(synced: number) {
		this.#next = synced;
		this.#writing ??= this.#writeNext();
	}

	/** Makes the note durable, and closes it. */
	async close(): Promise<void> {
		await this.#writing;
		const fd = this.#fd;
		this.#fd = undefined;
		if (fd !== undefined) {
			try {
				await syncData(fd);
			} catch {
				// As in `open`.
			}

			closeSync(fd);
		}
	}

	async #writeNext() {
		while (this.#next !== undefined && this.#fd !== undefined) {
			const note = encodeNote(this.#seed, this.#next);
			this.#next = undefined;
			try {
				// eslint-disable-next-line no-await-in-loop
				await writeBytes(this.#fd, note, 0, length, 0);
			} catch {
				// As in `open`.
			}
		}

		this.#writing = undefined;
	}
}
