/** The records of a room's file, and the check of what was read: the header first, then messages and refusals. */
import type {LoggedMessage, Refusal} from '../../room/log.ts';
import type {Recipient} from '../../room/member.ts';
import {encodeRecord, parseRecord, type Fields} from '../files/records.ts';

/** A higher one marks a file that this program cannot read. */
export const fileVersion = 1;

/** Where a message stands: in the room's order, and in its author's. */
export type Place = Pick<LoggedMessage, 'seq' | 'id' | 'n'>;

/** Of a refusal only the number that it used up is kept. */
type UsedNumber = Pick<Refusal, 'id' | 'n'>;

export const encodeHeader = (room: string): Uint8Array => encodeRecord({v: fileVersion, room});

export const encodeMessage = ({seq, id, n, from, ts, text, to}: LoggedMessage): Uint8Array =>
	encodeRecord({seq, id, n, from, ts, text, to});

export const encodeRefusal = ({id, n}: UsedNumber): Uint8Array => encodeRecord({refused: {id, n}});

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;

/** The header of any version: what else a later one has is unknown. */
export const decodeHeader = ({v, room}: Fields): {readonly v: number; readonly room: unknown} | undefined =>
	isCount(v) ? {v, room} : undefined;

/**
Accepts any string as id: the file holds what this program wrote. A peer's recipient must have a
member id (wire/decode-frame.ts).
*/
export const decodeRecipient = (value: unknown): Recipient | undefined => {
	if (typeof value !== 'object' || value === null) {
		return undefined;
	}

	const {id, name}: {readonly id?: unknown; readonly name?: unknown} = value;
	return typeof id === 'string' && typeof name === 'string' ? {id, name} : undefined;
};

export const decodeMessage = ({seq, id, n, from, ts, text, to}: Fields): LoggedMessage | undefined => {
	const recipient = decodeRecipient(to);
	const isMessage =
		isCount(seq) &&
		typeof id === 'string' &&
		isCount(n) &&
		typeof from === 'string' &&
		Number.isFinite(ts) &&
		typeof text === 'string' &&
		// One whose recipient cannot be read must not be shown to all.
		(to === undefined) === (recipient === undefined);
	return isMessage ? {seq, id, n, from, ts: Number(ts), text, ...(recipient && {to: recipient})} : undefined;
};

/** How `encodeMessage` begins a record. */
const beginning = /^{"seq":(?<seq>[1-9]\d{0,14}),"id":"(?<id>[^"\\]*)","n":(?<n>[1-9]\d{0,14}),"from":"/;

/** Where a record's message stands. Parsing all of it would double the time that a long room takes to open. */
export const decodePlace = (json: string): Place | undefined => {
	const {seq, id, n} = beginning.exec(json)?.groups ?? {};
	return seq !== undefined && id !== undefined && n !== undefined
		? {seq: Number(seq), id, n: Number(n)}
		: decodeMessage(parseRecord(json) ?? {});
};

export const decodeRefusal = ({refused}: Fields): UsedNumber | undefined => {
	if (typeof refused !== 'object' || refused === null) {
		return undefined;
	}

	const {id, n}: {readonly id?: unknown; readonly n?: unknown} = refused;
	return typeof id === 'string' && isCount(n) ? {id, n} : undefined;
};
