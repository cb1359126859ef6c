import type {Sid} from './identity.ts';
import type {RoomLog} from './log.ts';

/** A room's log and the host's identity in it, open for this process only. */
export type OpenedRoom = {
	readonly log: RoomLog;
	/** The host's own secret. */
	readonly sid: Sid;
	readonly code: string;
	/** The host's name in its last run; undefined if it is not known. */
	readonly hostName?: string | undefined;
	/** Saves the host's name for the next run. Throws if it cannot. */
	readonly saveHostName?: (name: string) => void;
	/** A sentence about the history that the user has to know. */
	readonly notice?: string | undefined;
	/** Saves a new code. */
	readonly saveCode: (code: string) => void;
	/** Lets the same user's clients on this computer find the room. */
	readonly announce: (endpoint: {readonly host: string; readonly port: number}) => void;
	/** Lets another process open the room. */
	readonly release: () => Promise<void>;
};
