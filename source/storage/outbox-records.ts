/**
The records of an outbox file: one header, then messages that were added and messages that are
settled.
*/
import {Buffer} from 'node:buffer';
import {isSid, type Sid} from '../room/identity.ts';
import type {SavedOutbox} from '../room/outbox.ts';
import {isPart} from '../text/message.ts';
import {LogVersionError} from './files/errors.ts';
import {encodeRecord, readCrc} from './files/records.ts';
import {markCommit, type Mark} from './log/commit-marks.ts';
import {decodeRecipient} from './log/log-records.ts';

/** Files with a higher version cannot be read by this program. */
const fileVersion = 1;

type SavedEntry = SavedOutbox['entries'][number];

/** The state that the records read so far result in. `sid`: undefined before the header. */
export type OutboxContents = {
	sid: Sid | undefined;
	room: string | undefined;
	last: number;
	/** The number of messages that were in the file when it was written; older files do not say. */
	kept: number | undefined;
	readonly entries: Map<number, SavedEntry>;
};

export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const encodeHeader = (sid: Sid, {room, last, entries}: SavedOutbox): Uint8Array =>
	encodeRecord({v: fileVersion, sid, room, last, kept: entries.length});

/** The bytes of a file, and what the mark of the next commit begins with. */
export type EncodedOutbox = {readonly bytes: Uint8Array; readonly open: Mark};

/**
Encodes a whole file: first the member's secret, and the history and last number of the messages.
*/
export const encodeOutbox = (sid: Sid, saved: SavedOutbox): EncodedOutbox => {
	const header = encodeHeader(sid, saved);
	const seed = readCrc(header);
	const entries = saved.entries.map(entry => encodeEntry(entry));
	const bytes = Buffer.concat([header, markCommit(entries, {start: header.length, sum: seed})]);
	return {bytes, open: {start: bytes.length, sum: seed}};
};

export const encodeEntry = ({wireN, text, to, part}: SavedEntry): Uint8Array =>
	encodeRecord({add: wireN, text, to, part});

/** The host has acknowledged or refused the message with this number. */
export const encodeSettled = (wireN: number): Uint8Array => encodeRecord({done: wireN});

/** Returns whether the record is a known one in its place. Throws `LogVersionError`. */
export const applyRecord = (
	contents: OutboxContents,
	file: string,
	value: Readonly<Record<string, unknown>>,
): boolean => {
	const {v, sid, room, last, kept, add, text, to, part, done} = value;
	if (contents.sid === undefined) {
		if (isCount(v) && v !== fileVersion) {
			throw new LogVersionError(file, v);
		}

		if (!isSid(sid) || !isCount(last) || !(room === undefined || typeof room === 'string')) {
			return false;
		}

		Object.assign(contents, {sid, room, last, kept: isCount(kept) ? kept : undefined});
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

export const createContents = (): OutboxContents => ({
	sid: undefined,
	room: undefined,
	last: 0,
	kept: undefined,
	entries: new Map(),
});
