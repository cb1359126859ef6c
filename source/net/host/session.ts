import type {LoggedMessage, Refusal} from '../../room/log.ts';
import type {Room} from '../../room/room.ts';
import type {CloseCode} from '../../wire/frames.ts';
import type {Clock} from '../clock.ts';

/** Messages that became durable together. */
export type Batch = {
	readonly messages: readonly LoggedMessage[];
	/** As this member gets them: encoded once for all who are no party to a private one. */
	readonly encodedFor: (memberId: string) => {
		readonly frames: string | Uint8Array;
		/** How the log names them. */
		readonly what: string;
	};
};

/** One accepted peer that is in the room: a cursor in its log. */
export type Session = {
	readonly memberId: string;
	/** The log has grown by this batch. */
	readonly deliver: (batch: Batch) => void;
	/** A message of its own was refused. */
	readonly refuse: (refusal: Refusal) => void;
	/** Members have changed, as an encoded `who` line. */
	readonly sendWho: (who: string) => void;
	/** The room has another code. */
	readonly sendCode: (code: string) => void;
	/** Ends it and says why. */
	readonly close: (code: CloseCode) => void;
};

/** What a session asks of the host that owns it. */
export type SessionOwner = {
	/** It is in: a session that the same member had before is replaced. */
	readonly onEnter: (session: Session) => void;
	/** Its connection is over. `away`: it may come back. */
	readonly onLeave: (session: Session, status: 'away' | 'left') => void;
};

/** What every session needs. */
export type SessionOptions = {
	/** Whether it may come in: the code that turns it away, if any. */
	readonly admit: (memberId: string) => CloseCode | undefined;
	readonly room: Room;
	readonly clock: Clock;
	readonly owner: SessionOwner;
};
