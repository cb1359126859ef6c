import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';

/**
A member's secret: 128 random bits in hex. It lets a client resume the member's session, so it is
never shown.
*/
export type Sid = string;

export const isSid = (value: unknown): value is Sid => typeof value === 'string' && /^[\da-f]{32}$/.test(value);

/** The identity of a room, independent of its address and its code. */
export type RoomFacts = {
	/** The public id of the room's host; older hosts do not tell it. */
	readonly host: string | undefined;
	/** The id of the room's history. */
	readonly history: string;
	/** The name that its host gives it. */
	readonly name?: string | undefined;
};

/** Creates a secret from 16 random bytes. */
export const createSid = (randomBytes: (size: number) => Uint8Array): Sid =>
	Buffer.from(randomBytes(16)).toString('hex');

/** Returns whether the value has the form of a member's public id. */
export const isMemberId = (value: unknown): value is string => typeof value === 'string' && /^[\da-f]{16}$/.test(value);

/** Derives a member's public id from its secret. The secret cannot be found from the id. */
export const deriveMemberId = (sid: Sid): string =>
	createHash('sha256').update(`socket-chat member ${sid}`).digest('hex').slice(0, 16);
