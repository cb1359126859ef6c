import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';

/** A member's secret: 128 random bits in hex. Who knows it resumes that member's session, so it is shown to nobody else. */
export type Sid = string;

export const isSid = (value: unknown): value is Sid => typeof value === 'string' && /^[\da-f]{32}$/.test(value);

/** A new secret from 16 random bytes. */
export const createSid = (randomBytes: (size: number) => Uint8Array): Sid =>
	Buffer.from(randomBytes(16)).toString('hex');

/** The form of a public id. */
export const isMemberId = (value: unknown): value is string => typeof value === 'string' && /^[\da-f]{16}$/.test(value);

/** The public id of a member: one-way from its secret, so that nobody who sees it can resume the session. */
export const deriveMemberId = (sid: Sid): string =>
	createHash('sha256').update(`socket-chat member ${sid}`).digest('hex').slice(0, 16);
