import type {RoomFacts, Sid} from './identity.ts';
import type {OutboxJournal, SavedOutbox} from './outbox.ts';

/** A member of a room, and the messages that its last run left undelivered. */
export type MemberIdentity = {
	readonly sid: Sid;
	readonly saved?: SavedOutbox;
	/** Missing if nothing can be saved. */
	readonly journal?: OutboxJournal;
	/** The public id of the host of its room; undefined until the room has been entered. */
	readonly host?: string | undefined;
};

/** A client's identity, open for this process only. */
export type OpenedIdentity = MemberIdentity & {
	/** Identifies this run of the program. */
	readonly run?: string;
	/** Creates another secret, for when another copy of the files uses this one. */
	readonly createSid?: () => Sid;
	/** Returns whether to ask the room which one it is before the hello says who this is. */
	readonly isUnsure?: () => boolean;
	/**
	Opens the identity that this user has in another room than the expected one. Resolves with
	undefined if this identity belongs to the room.
	*/
	readonly recognise?: (facts: RoomFacts) => Promise<MemberIdentity | undefined>;
	/** Lets another process use the identity, and those that `recognise` has opened. */
	readonly release: () => Promise<void>;
};
