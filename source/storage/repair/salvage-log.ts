/** Finds what is sound in a room's file, wherever it is damaged. */
import {LogVersionError} from '../files/errors.ts';
import {LineScanner, type ScannedLine} from '../files/line-scanner.ts';
import {parseRecord, type Fields} from '../files/records.ts';
import {decodeHeader, decodeMessage, decodeRefusal, fileVersion, isLost, isSeal} from '../log/log-records.ts';
import {readChunks, type LogSource} from '../log/read-chunks.ts';

/** No record of a message, and none of a refusal, is shorter. In bytes. */
export const shortestMessage = 90;
export const shortestRefusal = 53;

/** Bytes of a file, from `offset` up to `end`. */
type Range = Pick<ScannedLine, 'offset' | 'end'>;

/** The highest number of an author that is known to be used, and where its record ends. */
type UsedNumber = {readonly n: number; readonly end: number};

export class SalvagedLog {
	/** The id of the history; undefined if the header is lost. */
	room: string | undefined;
	/** Begins the sums of the file's commits; undefined if the header is lost. */
	seed: number | undefined;
	/** The messages' records by their place; a place that is lost is empty. */
	readonly places = new Map<number, Range>();
	/** The number of places whose messages were lost earlier. */
	lostCount = 0;
	/** The last place that is known. */
	head = 0;
	readonly used = new Map<string, UsedNumber>();
	readonly bad: Range[] = [];
	/** The file's length in bytes. */
	readonly size: number;
	/** Whether records are whole, and yet none that can be in this place. */
	hasInvalid = false;

	constructor(source: LogSource) {
		const scanner = new LineScanner();
		let size = 0;
		for (const chunk of readChunks(source)) {
			size += chunk.length;

			for (const line of scanner.scan(chunk)) {
				this.#add(source.file, line);
			}
		}

		this.size = size;
		this.#addBad({offset: scanner.finish().offset, end: size});
		// A wrong place that is too far to be one would leave all places before it empty.
		for (const seq of this.places.keys()) {
			if (seq * shortestMessage > size) {
				this.places.delete(seq);
			} else {
				this.head = Math.max(this.head, seq);
			}
		}
	}

	/** Counts the damaged bytes after a place in the file. */
	countBadAfter(place: number): number {
		let count = 0;
		for (const {offset, end} of this.bad) {
			count += Math.max(0, end - Math.max(offset, place));
		}

		return count;
	}

	#add(file: string, {json, offset, end, crc}: ScannedLine) {
		const value = json === undefined ? undefined : parseRecord(json);
		if (!value) {
			this.#addBad({offset, end});
		} else if (!this.#addHeader(file, value, crc) && !this.#addRecord(value, {offset, end})) {
			this.hasInvalid = true;
			this.#addBad({offset, end});
		}
	}

	#addBad({offset, end}: Range) {
		if (end > offset) {
			this.bad.push({offset, end});
		}
	}

	#addHeader(file: string, value: Fields, crc: number): boolean {
		const header = decodeHeader(value);
		if (header && header.v !== fileVersion) {
			throw new LogVersionError(file, header.v);
		}

		if (typeof header?.room !== 'string' || this.room !== undefined) {
			return false;
		}

		this.room = header.room;
		this.seed = crc;
		return true;
	}

	#addRecord(value: Fields, range: Range): boolean {
		const message = decodeMessage(value);
		if (message) {
			if (this.places.has(message.seq)) {
				return false;
			}

			this.places.set(message.seq, range);
			this.lostCount += isLost(message) ? 1 : 0;
			this.#use(message, range);
			return true;
		}

		const refusal = decodeRefusal(value);
		if (refusal && !isSeal(refusal)) {
			this.#use(refusal, range);
		}

		return refusal !== undefined;
	}

	#use({id, n}: {readonly id: string; readonly n: number}, {end}: Range) {
		const known = this.used.get(id);
		this.used.set(id, {n: Math.max(n, known?.n ?? 0), end: Math.max(end, known?.end ?? 0)});
	}
}
