/**
The marks that end the commits of a room's file. The last record of each commit has the field
`commit: [start, sum]`: where the commit begins in the file, and a sum of the checksums of the
records before it in the commit. Programs that know no marks ignore the field.
*/
import {Buffer} from 'node:buffer';
import type {ScannedLine} from '../files/line-scanner.ts';
import {appendField, readCrc} from '../files/records.ts';

/** Where a commit begins, and the sum of its records. */
export type Mark = {readonly start: number; readonly sum: number};

const key = ',"commit":[';
/** A mark takes at most this many characters at the end of a record. */
const maximumLength = key.length + 16 + 1 + 10 + 2;
const numbers = /^(?<start>\d{1,16}),(?<sum>\d{1,10})]}$/;

/** Returns the mark of a record. No text can pass for one: JSON escapes the quotes in a text. */
const decodeMark = (json: string): Mark | undefined => {
	const at = json.indexOf(key, json.length - maximumLength);
	if (at === -1) {
		return undefined;
	}

	const {start, sum} = numbers.exec(json.slice(at + key.length))?.groups ?? {};
	return start === undefined ? undefined : {start: Number(start), sum: Number(sum)};
};

/** Adds a record's checksum to the sum of those before it. Their order counts. */
const addChecksum = (sum: number, crc: number): number =>
	// An unsigned number of 32 bits.
	// eslint-disable-next-line no-bitwise
	(Math.imul(sum, 0x01_00_01_93) + crc) >>> 0;

/** Adds the checksums of records to the sum of those before them. */
export const sumRecords = (sum: number, records: readonly Uint8Array[]): number => {
	let total = sum;
	for (const record of records) {
		total = addChecksum(total, readCrc(record));
	}

	return total;
};

/** Returns the bytes of a commit with its mark. `sum`: of the records that it covers already. */
export const markCommit = (records: readonly Uint8Array[], {start, sum}: Mark): Uint8Array => {
	const others = records.slice(0, -1);
	const value = [start, sumRecords(sum, others)];
	return Buffer.concat([...others, ...records.slice(-1).map(last => appendField(last, 'commit', value))]);
};

/** Follows the commits in consecutive lines of a file, the first of which begins a commit. */
export class CommitFollower {
	/** The number of complete commits so far. */
	count = 0;
	readonly #seed: number;
	#start: number;
	#sum: number;
	/** `seed`: begins each sum. It differs from file to file: bytes of another one do not fit. */
	constructor(start: number, seed: number) {
		this.#seed = seed;
		this.#start = start;
		this.#sum = seed;
	}

	/** The offset after the last complete commit, and the sum of the records after that. */
	get open(): Mark {
		return {start: this.#start, sum: this.#sum};
	}

	/** Adds the next line. Returns false if it ends another commit than the one before it. */
	add({end, crc}: ScannedLine, json: string): boolean {
		const mark = decodeMark(json);
		if (!mark) {
			this.#sum = addChecksum(this.#sum, crc);
			return true;
		}

		const isOurs = mark.start === this.#start && mark.sum === this.#sum;
		if (isOurs) {
			this.#start = end;
			this.#sum = this.#seed;
			this.count++;
		}

		return isOurs;
	}
}
