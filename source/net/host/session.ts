import type {LoggedMessage, Refusal} from '../../room/log.ts';
import type {Sid} from '../../room/identity.ts';
import type {Room} from '../../room/room.ts';
import type {CloseCode} from '../../wire/frames.ts';
import type {Clock} from '../clock.ts';
import type {SentContent} from '../socket-log.ts';
import type {Turns} from '../turns/turns.ts';
import type {SearchTurns} from './search/search-turns.ts';
import type {PresenceUpdate} from './presence/who-sender.ts';

/** Messages as they are written to a member's connection. */
export type LabelledFrames = {
	readonly frames: Uint8Array;
	/** The text of their entry in the connection log. */
	readonly content: SentContent;
};

/** Messages that became durable together. */
export type Batch = {
	readonly messages: readonly LoggedMessage[];
	/**
	Returns the messages as this member receives them. All members without a part in a private
	message share one encoding.
	*/
	readonly encodeFor: (memberId: string) => LabelledFrames;
};

/** One peer that is in the room. */
export type Session = {
	readonly memberId: string;
	/** The run of the client's program; undefined for older clients and plain peers. */
	readonly run?: string | undefined;
	/** Finds out whether the client's program still runs. Calls back once. */
	readonly probe?: (onResult: (isAlive: boolean) => void) => void;
	/** Delivers messages that have become durable, or refusals alone: then the batch is empty. */
	readonly deliver: (batch: Batch) => void;
	/** Reports that the room refused a message of this member. */
	readonly refuse: (refusal: Refusal) => void;
	/** Sends the members that have changed, or all of them to a member that has no list yet. */
	readonly sendWho: (update: PresenceUpdate) => void;
	/** Sends the room's new code. */
	readonly sendCode: (code: string) => void;
	/** Ends the session and sends the peer the reason. */
	readonly close: (code: CloseCode) => void;
};

/** The owner of a session. */
export type SessionOwner = {
	/**
	Called once when the session's peer is admitted. It replaces an older session of the same
	member.
	*/
	readonly onEnter: (session: Session) => void;
	/**
	Returns whether another run of the member's program may be connected. Then `onResult` is called
	once that is known.
	*/
	readonly askRival: (
		entrant: {readonly memberId: string; readonly run: string | undefined},
		onResult: (isTaken: boolean) => void,
	) => boolean;
	/** Called when the session ends. `away`: the member may come back. */
	readonly onLeave: (session: Session, status: 'away' | 'left') => void;
};

/** The dependencies of every session. */
export type SessionOptions = {
	/**
	Returns the code to turn a member away with, or undefined to let it in. `sid` and `name`:
	a client's secret, and the name it asks for.
	*/
	readonly admit: (memberId: string, sid?: Sid, name?: string) => CloseCode | undefined;
	readonly room: Room;
	/** The id of the host's own member. */
	readonly hostId: string;
	readonly clock: Clock;
	/** The turns of all connections of the host. */
	readonly turns: Turns;
	/** The turns of all searches of the host. */
	readonly searchTurns: SearchTurns;
	readonly owner: SessionOwner;
};
