/** Writes the connection log to a file, one JSON object a line: `--log`. */
import {writeFile, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import type {TimedEvent} from '../../chat/events.ts';
import {createLogRecord} from '../../chat/socket-log/log-record.ts';
import type {SocketLogEntry} from '../../net/socket-log.ts';
import {maskCodes} from '../../text/mask-codes.ts';
import {escapeHarmful} from '../../text/sanitize.ts';
import {expandHome} from './complete-path.ts';
import {describeFailure, openLogFile} from './open-log-file.ts';

/** Rows are written together this long after the first of them, in milliseconds. */
const writeDelay = 50;
/** More rows than this do not wait for a slow disk: they are counted. */
const maximumWaiting = 10_000;

type TimedEntry = SocketLogEntry & {readonly at: number};

const formatLine = (fields: Record<string, unknown>): string => `${escapeHarmful(maskCodes(JSON.stringify(fields)))}\n`;

type WriteText = (fd: number, text: string) => Promise<void>;

const writeAll: WriteText = promisify(writeFile);

/**
Appends rows without waiting for the disk, in order. When the disk fails it says so once, and writes
no more.
*/
export class LogFile {
	readonly #file: string;
	readonly #fd: number;
	readonly #write: WriteText;
	#waiting: TimedEntry[] = [];
	#skipped = 0;
	#isTimed = false;
	#writing: Promise<void> | undefined;
	#isOver = false;
	#onFailure: ((text: string) => void) | undefined;

	/** Throws a LogFileError. */
	constructor(file: string, writeText: WriteText = writeAll) {
		this.#file = path.resolve(expandHome(file));
		this.#fd = openLogFile(this.#file);
		this.#write = writeText;
		process.on('exit', () => {
			this.#writeRest();
		});
	}

	/** Adds the events of the connection log. `onFailure`: called once, with a sentence. */
	add(events: readonly TimedEvent[], onFailure: (text: string) => void) {
		this.#onFailure = onFailure;
		for (const event of events) {
			if (event.type === 'log' && !this.#isOver) {
				const {type, ...entry} = event;
				this.#push(entry);
			}
		}
	}

	/** Resolves once all rows are written. */
	async close(): Promise<void> {
		this.#flush();
		await this.#writing;
	}

	#push(entry: TimedEntry) {
		if (this.#waiting.length >= maximumWaiting) {
			this.#skipped++;
			return;
		}

		this.#waiting.push(entry);
		if (!this.#isTimed) {
			this.#isTimed = true;
			setTimeout(() => {
				this.#isTimed = false;
				this.#flush();
			}, writeDelay).unref();
		}
	}

	#takeLines(): string {
		const entries = this.#waiting;
		this.#waiting = [];
		let lines = entries.map(entry => formatLine(createLogRecord(entry))).join('');
		if (this.#skipped > 0) {
			lines += formatLine({at: new Date().toISOString(), verb: 'skipped', rows: this.#skipped});
			this.#skipped = 0;
		}

		return lines;
	}

	#flush() {
		if (!this.#writing && !this.#isOver && this.#waiting.length > 0) {
			this.#writing = this.#writeWaiting();
		}
	}

	/** Writes until nothing waits: one write after the other keeps the rows in order. */
	async #writeWaiting() {
		try {
			while (this.#waiting.length > 0) {
				// eslint-disable-next-line no-await-in-loop
				await this.#write(this.#fd, this.#takeLines());
			}
		} catch (error) {
			this.#fail(error);
		}

		this.#writing = undefined;
	}

	#fail(error: unknown) {
		this.#isOver = true;
		this.#waiting = [];
		this.#onFailure?.(describeFailure(this.#file, error));
	}

	/** The process ends now, however: what has waited is written at once, unless a write hangs. */
	#writeRest() {
		if (this.#writing !== undefined || this.#isOver || this.#waiting.length === 0) {
			return;
		}

		try {
			writeFileSync(this.#fd, this.#takeLines());
		} catch {
			// Nobody is there to be told.
		}
	}
}
