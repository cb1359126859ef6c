import {LineScanner, type FileEnd} from './line-scanner.ts';
import {parseRecord, type Fields} from './records.ts';

/** A record, or a damaged line. `offset`: where the line begins, in bytes. */
export type ScannedRecord =
	| {readonly type: 'record'; readonly offset: number; readonly value: Fields}
	| {readonly type: 'damaged'; readonly offset: number};

/** Finds the records in chunks of bytes. Reports nothing after the first damaged line. */
export class RecordScanner {
	readonly #lines: LineScanner;
	#damagedAt: number | undefined;

	/** The first chunk begins `offset` bytes into the file, at the beginning of a line. */
	constructor(offset = 0) {
		this.#lines = new LineScanner(offset);
	}

	/** Scans a chunk, whose memory may be reused once the generator has finished. */
	*scan(chunk: Uint8Array): Generator<ScannedRecord, void, undefined> {
		if (this.#damagedAt !== undefined) {
			return;
		}

		for (const {offset, json} of this.#lines.scan(chunk)) {
			const value = json === undefined ? undefined : parseRecord(json);
			if (!value) {
				this.#damagedAt = offset;
				yield {type: 'damaged', offset};
				return;
			}

			yield {type: 'record', offset, value};
		}
	}

	/** Called after the last chunk. */
	finish(): FileEnd {
		return this.#damagedAt === undefined ? this.#lines.finish() : {type: 'damaged', offset: this.#damagedAt};
	}
}
