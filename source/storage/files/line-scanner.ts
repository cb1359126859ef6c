import {Buffer} from 'node:buffer';
import {hasValidCrc, lineFeed, prefixLength, readCrc} from './records.ts';

/** In bytes. No record is as long; more without a line feed is not kept in memory. */
const maximumLine = 1_048_576;

/** A line that has not been parsed, from `offset` up to `end`, its line feed included. */
export type ScannedLine = {
	readonly offset: number;
	readonly end: number;
	/** The checksum that stands in front of the record. */
	readonly crc: number;
	/** Undefined if the line is damaged. */
	readonly json: string | undefined;
};

/** How the bytes end: after a whole line, within an incomplete one, or with a changed line feed. */
export type FileEnd = {readonly type: 'whole' | 'torn' | 'damaged'; readonly offset: number};

/** Finds the lines in chunks of bytes, damaged ones too, and does not parse them. */
export class LineScanner {
	/** The bytes after the last line feed. */
	#rest: Uint8Array = Buffer.alloc(0);
	/** Where the line begins that the rest is part of. */
	#offset: number;
	/** The number of bytes of that line which are no longer in memory. */
	#skipped = 0;

	/** The first chunk begins `offset` bytes into the file, at the beginning of a line. */
	constructor(offset = 0) {
		this.#offset = offset;
	}

	/** Scans a chunk, whose memory may be reused once the generator has finished. */
	*scan(chunk: Uint8Array): Generator<ScannedLine, void, undefined> {
		const bytes = Buffer.concat([this.#rest, chunk]);
		let start = 0;
		let end = bytes.indexOf(lineFeed, this.#rest.length);
		while (end !== -1) {
			const line = bytes.subarray(start, end);
			const crc = readCrc(line);
			const json =
				this.#skipped === 0 && hasValidCrc(line, crc) ? bytes.toString('utf8', start + prefixLength, end) : undefined;
			const offset = this.#offset;
			this.#offset += this.#skipped + end + 1 - start;
			this.#skipped = 0;
			yield {offset, end: this.#offset, crc, json};
			start = end + 1;
			end = bytes.indexOf(lineFeed, start);
		}

		this.#rest = bytes.subarray(start);
		if (this.#rest.length > maximumLine) {
			this.#skipped += this.#rest.length;
			this.#rest = Buffer.alloc(0);
		}
	}

	/**
	Called after the last chunk. A write that was cut short leaves part of a line, and perhaps zero
	bytes that were never filled. A whole line with any other byte in place of its line feed was
	written and changed later.
	*/
	finish(): FileEnd {
		const rest = this.#rest;
		const offset = this.#offset;
		if (this.#skipped === 0 && rest.length > 0 && rest.at(-1) !== 0 && hasValidCrc(rest.subarray(0, -1))) {
			return {type: 'damaged', offset};
		}

		return {type: this.#skipped + rest.length > 0 ? 'torn' : 'whole', offset};
	}
}
