/** Records as lines of bytes, each with its checksum: `crc32hex SP json LF`. Does no I/O. */
import {Buffer} from 'node:buffer';
import {crc32} from 'node:zlib';

export const lineFeed = 0x0a;
const space = 0x20;
/** The length of what stands before the JSON: eight digits and a space. */
export const prefixLength = 9;

/** A JSON object, with fields of any kind. */
export type Fields = Readonly<Record<string, unknown>>;

/** Returns the line of a record with this JSON. */
const encodeLine = (json: string): Uint8Array => {
	const end = prefixLength + Buffer.byteLength(json);
	const record = Buffer.allocUnsafe(end + 1);
	record.write(json, prefixLength);
	record.write(`${crc32(record.subarray(prefixLength, end)).toString(16).padStart(8, '0')} `, 'latin1');
	record[end] = lineFeed;
	return record;
};

/**
Encodes one record. JSON escapes control characters and lone surrogates, so a record holds one line
feed, at its end, and is always UTF-8.
*/
export const encodeRecord = (value: Fields): Uint8Array => encodeLine(JSON.stringify(value));

/** Returns the record with one more field at its end. It must have a field already. */
export const appendField = (record: Uint8Array, name: string, value: unknown): Uint8Array => {
	const json = Buffer.from(record.buffer, record.byteOffset, record.length).toString(
		'utf8',
		prefixLength,
		record.length - 2,
	);
	return encodeLine(`${json},${JSON.stringify(name)}:${JSON.stringify(value)}}`);
};

/** Maps a character code to the value of its hexadecimal digit; lower case only. */
const digits = new Map([...'0123456789abcdef'].map((digit, value) => [digit.codePointAt(0), value]));
const digitValues = Float64Array.from({length: 256}, (_, byte) => digits.get(byte) ?? Number.NaN);

/** Returns the checksum in front of a record; NaN if there is none. */
export const readCrc = (line: Uint8Array): number => {
	let crc = 0;
	for (let index = 0; index < 8; index++) {
		crc = crc * 16 + (digitValues[line[index] ?? 0] ?? Number.NaN);
	}

	return crc;
};

/** Returns whether a line, without its line feed, is what was written. */
export const hasValidCrc = (line: Uint8Array, crc = readCrc(line)): boolean =>
	line.length > prefixLength && line[8] === space && crc === crc32(line.subarray(prefixLength));

/** Parses a record's JSON. Returns undefined if it is not an object. */
export const parseRecord = (json: string): Fields | undefined => {
	try {
		const value: unknown = JSON.parse(json);
		return typeof value === 'object' && value !== null ? {...value} : undefined;
	} catch {
		return undefined;
	}
};
