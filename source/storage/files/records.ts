/** Records as lines of bytes, each with its checksum: `crc32hex SP json LF`. Does no I/O. */
import {Buffer} from 'node:buffer';
import {crc32} from 'node:zlib';

const lineFeed = 0x0a;
const space = 0x20;
/** Eight digits and a space. */
const prefixLength = 9;

/** A JSON object, with fields of any kind. */
export type Fields = Readonly<Record<string, unknown>>;

/** A record, or a damaged line. `offset`: where the line begins, in bytes. */
export type ScannedRecord =
	| {readonly type: 'record'; readonly offset: number; readonly value: Fields}
	| {readonly type: 'damaged'; readonly offset: number};

/** A record that has not been parsed, or a damaged line. */
export type ScannedLine =
	{readonly type: 'json'; readonly offset: number; readonly json: string} | Extract<ScannedRecord, {type: 'damaged'}>;

/** How the bytes end: after a whole line, within an incomplete one, or with a changed line feed. */
export type FileEnd = {readonly type: 'whole' | 'torn' | 'damaged'; readonly offset: number};

/**
Encodes one record. JSON escapes control characters and lone surrogates, so a record holds one line
feed, at its end, and is always UTF-8.
*/
export const encodeRecord = (value: Fields): Uint8Array => {
	const json = JSON.stringify(value);
	const end = prefixLength + Buffer.byteLength(json);
	const record = Buffer.allocUnsafe(end + 1);
	record.write(json, prefixLength);
	record.write(`${crc32(record.subarray(prefixLength, end)).toString(16).padStart(8, '0')} `, 'latin1');
	record[end] = lineFeed;
	return record;
};

/** Maps a character code to the value of its hexadecimal digit; lower case only. */
const digits = new Map([...'0123456789abcdef'].map((digit, value) => [digit.codePointAt(0), value]));
const digitValues = Float64Array.from({length: 256}, (_, byte) => digits.get(byte) ?? Number.NaN);

const parseCrc = (line: Uint8Array): number => {
	let crc = 0;
	for (let index = 0; index < 8; index++) {
		crc = crc * 16 + (digitValues[line[index] ?? 0] ?? Number.NaN);
	}

	return crc;
};

const hasValidCrc = (line: Uint8Array): boolean =>
	line.length > prefixLength && line[8] === space && parseCrc(line) === crc32(line.subarray(prefixLength));

/** Parses a record's JSON. Returns undefined if it is not an object. */
export const parseRecord = (json: string): Fields | undefined => {
	try {
		const value: unknown = JSON.parse(json);
		return typeof value === 'object' && value !== null ? {...value} : undefined;
	} catch {
		return undefined;
	}
};

/** Finds the records in chunks of bytes. Reports nothing after the first damaged line. */
export class RecordScanner {
	/** The bytes after the last line feed. */
	#rest: Uint8Array = Buffer.alloc(0);
	/** Where the rest begins. */
	#offset: number;
	#isDamaged = false;

	/** The first chunk begins `offset` bytes into the file, at the beginning of a line. */
	constructor(offset = 0) {
		this.#offset = offset;
	}

	/** Scans a chunk, whose memory may be reused once the generator has finished. */
	*scan(chunk: Uint8Array): Generator<ScannedRecord, void, undefined> {
		for (const line of this.scanJson(chunk)) {
			const value = line.type === 'json' ? parseRecord(line.json) : undefined;
			if (!value) {
				this.#isDamaged = true;
				yield {type: 'damaged', offset: line.offset};
				return;
			}

			yield {type: 'record', offset: line.offset, value};
		}
	}

	/** Scans without parsing, which takes half of the time. */
	*scanJson(chunk: Uint8Array): Generator<ScannedLine, void, undefined> {
		const bytes = Buffer.concat([this.#rest, chunk]);
		let start = 0;
		let end = this.#isDamaged ? -1 : bytes.indexOf(lineFeed, this.#rest.length);
		while (end !== -1) {
			if (!hasValidCrc(bytes.subarray(start, end))) {
				this.#isDamaged = true;
				yield {type: 'damaged', offset: this.#offset};
				return;
			}

			yield {type: 'json', offset: this.#offset, json: bytes.toString('utf8', start + prefixLength, end)};
			this.#offset += end + 1 - start;
			start = end + 1;
			end = bytes.indexOf(lineFeed, start);
		}

		this.#rest = bytes.subarray(start);
	}

	/**
	Called after the last chunk. A write that was cut short leaves part of a line, and perhaps zero
	bytes that were never filled. A whole line with any other byte in place of its line feed was
	written and changed later.
	*/
	finish(): FileEnd {
		const rest = this.#rest;
		if (this.#isDamaged || (rest.length > 0 && rest.at(-1) !== 0 && hasValidCrc(rest.subarray(0, -1)))) {
			return {type: 'damaged', offset: this.#offset};
		}

		return {type: rest.length > 0 ? 'torn' : 'whole', offset: this.#offset};
	}
}
