/**
Encodes and decodes the records of a room's file: first the header, then messages and refusals.
*/
import type {LoggedMessage, Refusal} from '../../room/log.ts';
import type {Recipient} from '../../room/member.ts';
import {isPart} from '../../text/message.ts';
import {encodeRecord, parseRecord, type Fields} from '../files/records.ts';

/** Files with a higher version cannot be read by this program. */
export const fileVersion = 1;

/** A message's position in the room's order and in its author's. */
export type MessagePosition = Pick<LoggedMessage, 'seq' | 'id' | 'n'>;

/** The part of a refusal that is saved: the number that it used. */
type UsedNumber = Pick<Refusal, 'id' | 'n'>;

/** `marked`: every commit in the file has its mark (see `commit-marks.ts`). */
export const encodeHeader = (room: string, more: Fields = {}): Uint8Array =>
	encodeRecord({v: fileVersion, room, marked: true, ...more});

export const encodeMessage = ({seq, id, n, from, ts, text, to, part}: LoggedMessage): Uint8Array =>
	encodeRecord({seq, id, n, from, ts, text, to, part});

export const encodeRefusal = ({id, n}: UsedNumber): Uint8Array => encodeRecord({refused: {id, n}});

/** Nobody's id. Only seals have it. */
const nobody = '';

/** Encodes a record that says nothing, to carry a mark. Older versions take it for a refusal. */
export const encodeSeal = (): Uint8Array => encodeRefusal({id: nobody, n: 1});

/** The author and the recipient of a lost message. It is private, and so shown to nobody. */
const lost = 'lost';

/** Encodes a record for a place whose message is lost. Members are sent a `skip` for it. */
export const encodeLost = (seq: number, ts: number): Uint8Array =>
	encodeMessage({seq, id: lost, n: seq, from: '', ts, text: '', to: {id: lost, name: ''}});

export const isLost = ({id}: Pick<LoggedMessage, 'id'>): boolean => id === lost;

export const isSeal = ({id}: UsedNumber): boolean => id === nobody;

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;

/** Decodes the header of any version. Later versions may have other fields. */
export const decodeHeader = ({v, room, marked}: Fields) =>
	isCount(v) ? {v, room, isMarked: marked === true} : undefined;

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

export const decodeMessage = ({seq, id, n, from, ts, text, to, part}: Fields): LoggedMessage | undefined => {
	const recipient = decodeRecipient(to);
	const isMessage =
		isCount(seq) &&
		typeof id === 'string' &&
		isCount(n) &&
		typeof from === 'string' &&
		Number.isFinite(ts) &&
		typeof text === 'string' &&
		// A private message whose recipient is bad must not be shown to all.
		(to === undefined) === (recipient === undefined);
	return isMessage
		? {seq, id, n, from, ts: Number(ts), text, ...(recipient && {to: recipient}), ...(isPart(part) && {part})}
		: undefined;
};

/** Matches the beginning that `encodeMessage` writes. */
const beginning = /^{"seq":(?<seq>[1-9]\d{0,14}),"id":"(?<id>[^"\\]*)","n":(?<n>[1-9]\d{0,14}),"from":"/;

/**
Decodes a message's position. Parsing the whole record would double the time to open a long room.
*/
export const decodePosition = (json: string): MessagePosition | undefined => {
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
