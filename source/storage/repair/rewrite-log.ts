/** Writes a room's file anew from what is sound in a damaged one. */
import {Buffer} from 'node:buffer';
import {encodeRecord, parseRecord, prefixLength, readCrc} from '../files/records.ts';
import {markCommit} from '../log/commit-marks.ts';
import {decodeMessage, encodeHeader, encodeLost, encodeRefusal, encodeSeal, isLost} from '../log/log-records.ts';
import type {LogSource} from '../log/read-chunks.ts';
import {shortestMessage, shortestRefusal, type SalvagedLog} from './salvage-log.ts';

/** This many records are one commit of the new file. */
const commitSize = 1000;

/** Nobody waits for more places, or uses more numbers, than this at a time. */
const maximumUnknown = 1_000_000;

/** Consecutive places that are lost, and when the messages around them were written. */
export type LostPlaces = {
	readonly first: number;
	last: number;
	readonly after: number | undefined;
	before: number | undefined;
};

export type RewriteReport = {
	/** The number of messages that are kept. */
	kept: number;
	readonly lost: LostPlaces[];
	/** How many numbers of an author are missing, by the author's name. */
	readonly authors: Map<string, number>;
	/** The number of places at the end that may have been used, and stay empty. */
	reserved: number;
};

const readRecord = ({io, fd}: LogSource, {offset, end}: {readonly offset: number; readonly end: number}) => {
	const bytes = Buffer.alloc(end - offset);
	let size = 0;
	while (size < bytes.length) {
		const count = io.read(fd, bytes.subarray(size), offset + size);
		if (count === 0) {
			break;
		}

		size += count;
	}

	return parseRecord(bytes.toString('utf8', prefixLength, size - 1)) ?? {};
};

/**
Yields the records of the new file after its header: each place has its message, or a record that
stands for a lost one and is shown to nobody. Numbers that may have been used are used up, so that
none is ever used for two messages.
*/
function* listRecords(source: LogSource, salvaged: SalvagedLog, synced: number, report: RewriteReport) {
	const {places, head, used, size} = salvaged;
	const missing = Math.max(0, synced - size);
	const numbers = new Map<string, number>();
	/** How many places were lost before the last message of an author. */
	const lostBefore = new Map<string, number>();
	let lostCount = 0;
	let time: number | undefined;
	let open: LostPlaces | undefined;
	for (let seq = 1; seq <= head; seq++) {
		const range = places.get(seq);
		const {commit: _, ...fields} = range ? readRecord(source, range) : {};
		const message = decodeMessage(fields);
		const known = numbers.get(message?.id ?? '') ?? 0;
		if (!message || message.n <= known) {
			if (!open) {
				open = {first: seq, last: seq, after: time, before: undefined};
				report.lost.push(open);
			}

			open.last = seq;
			lostCount++;
			yield encodeLost(seq, time ?? 0);
			continue;
		}

		if (open) {
			open.before = message.ts;
			open = undefined;
		}

		// Refusals and earlier repairs leave numbers out, too, but then no place is lost.
		const skipped = Math.min(message.n - known - 1, lostCount - (lostBefore.get(message.id) ?? 0));
		if (skipped > 0) {
			report.authors.set(message.from, (report.authors.get(message.from) ?? 0) + skipped);
		}

		time = message.ts;
		numbers.set(message.id, message.n);
		lostBefore.set(message.id, lostCount);
		report.kept += isLost(message) ? 0 : 1;
		yield encodeRecord(fields);
	}

	const end = places.get(head)?.end ?? 0;
	report.reserved = Math.min(maximumUnknown, Math.floor((salvaged.countBadAfter(end) + missing) / shortestMessage));
	for (let seq = head + 1; seq <= head + report.reserved; seq++) {
		yield encodeLost(seq, time ?? 0);
	}

	for (const [id, {n, end: place}] of used) {
		const unknown = Math.floor((salvaged.countBadAfter(place) + missing) / shortestRefusal);
		const last = n + Math.min(maximumUnknown, unknown);
		if (last > (numbers.get(id) ?? 0)) {
			yield encodeRefusal({id, n: last});
		}
	}
}

/**
Yields the bytes of the new file, and fills the report. `synced`: how many bytes the damaged file
once had. `room`: the id of the history, for a file whose header is lost.
*/
export function* rewriteLog(
	source: LogSource,
	salvaged: SalvagedLog,
	{room, synced, now, report}: {room: string; synced: number; now: Date; report: RewriteReport},
): Generator<Uint8Array, void, undefined> {
	// The time makes the header another one, so that no mark of the old file fits the new one.
	const header = encodeHeader(salvaged.room ?? room, {repaired: now.getTime()});
	const sum = readCrc(header);
	let start = header.length;
	yield header;
	let records: Uint8Array[] = [];
	const commit = () => {
		const bytes = markCommit(records, {start, sum});
		start += bytes.length;
		records = [];
		return bytes;
	};

	for (const record of listRecords(source, salvaged, synced, report)) {
		records.push(record);
		if (records.length === commitSize) {
			yield commit();
		}
	}

	if (records.length > 0) {
		yield commit();
	}

	// One more commit, which says nothing: what stands before it cannot be torn.
	records.push(encodeSeal());
	yield commit();
}
