/**
The records of an outbox file: one header, then messages that were added and messages that are
settled.
*/
import {isSid, type Sid} from '../room/identity.ts';
import type {SavedOutbox} from '../room/outbox.ts';
import {isPart} from '../text/message.ts';
import {LogDamagedError, LogVersionError} from './files/errors.ts';
import {RecordScanner} from './files/record-scanner.ts';
import {encodeRecord} from './files/records.ts';
import {decodeRecipient} from './log/log-records.ts';

/** Files with a higher version cannot be read by this program. */
const fileVersion = 1;

type SavedEntry = SavedOutbox['entries'][number];

/** The state that the records read so far result in. `sid`: undefined before the header. */
type Contents = {
	sid: Sid | undefined;
	room: string | undefined;
	last: number;
	readonly entries: Map<number, SavedEntry>;
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** The first record: the member's secret, and the history and last number of the messages. */
export const encodeHeader = (sid: Sid, {room, last}: SavedOutbox): Uint8Array =>
	encodeRecord({v: fileVersion, sid, room, last});
export const encodeEntry = ({wireN, text, to, part}: SavedEntry): Uint8Array =>
	encodeRecord({add: wireN, text, to, part});

/** The host has acknowledged or refused the message with this number. */
export const encodeSettled = (wireN: number): Uint8Array => encodeRecord({done: wireN});

/** Returns whether the record is a known one in its place. Throws `LogVersionError`. */
const applyRecord = (contents: Contents, file: string, value: Readonly<Record<string, unknown>>): boolean => {
	const {v, sid, room, last, add, text, to, part, done} = value;
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
		contents.entries.set(add, {wireN: add, text, ...(recipient && {to: recipient}), ...(isPart(part) && {part})});
		contents.last = Math.max(contents.last, add);
		return true;
	}

	return isCount(done) && (contents.entries.delete(done) || true);
};

/**
Decodes the bytes of an outbox file. `end` is the offset in bytes after the last complete record.
Throws `LogDamagedError` and `LogVersionError`, which name the file.
*/
export const decodeOutbox = (file: string, bytes: Uint8Array): {readonly contents: Contents; readonly end: number} => {
	const contents: Contents = {sid: undefined, room: undefined, last: 0, entries: new Map()};
	const scanner = new RecordScanner();
	for (const scan of scanner.scan(bytes)) {
		if (scan.type === 'damaged' || !applyRecord(contents, file, scan.value)) {
			throw new LogDamagedError(file, scan.offset);
		}
	}

	const {type, offset} = scanner.finish();
	if (type === 'damaged') {
		throw new LogDamagedError(file, offset);
	}

	return {contents, end: offset};
};
