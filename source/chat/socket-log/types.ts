/** The connection log as the screen shows it: what each socket did, folded as it comes in. */
import type {SocketLogEntry} from '../../net/socket-log.ts';

/** An entry with its time, in milliseconds since the epoch, and its place: keys only rise. */
export type LoggedCall = SocketLogEntry & {readonly at: number; readonly key: number};

/** How much went one way: calls of recv() or send(), and bytes. */
export type Traffic = {readonly calls: number; readonly bytes: number};

/** Frames that keep a connection alive or list the members, counted by type. */
export type Chatter = {
	/** The place of the first one, and its time. */
	readonly key: number;
	readonly from: number;
	/** The time of the last one. */
	readonly at: number;
	readonly counts: Readonly<Record<string, number>>;
};

/** Who ended a connection first, as far as our own calls tell. */
export type Ending = 'they' | 'we' | 'reset';

/** One socket, from the call that made it to its close(). */
export type SocketRecord = {
	/** The n of `#n`. */
	readonly number: number;
	readonly local?: string;
	readonly remote?: string;
	/** The member's name, as its hello gave it. */
	readonly name?: string;
	/** When its first call was logged. */
	readonly from: number;
	/** Set once it listens. */
	readonly listensSince?: number;
	/** Set once it is accepted or connected. */
	readonly connectedAt?: number;
	readonly isAccepted?: boolean;
	/** Set once the other side has sent its last byte: how it said so. */
	readonly endedBy?: 'FIN' | 'close_notify';
	/** Set once this side has sent its FIN. */
	readonly hasShutDown?: boolean;
	readonly ending?: Ending;
	/** The close(), or the failure after which there is no socket. */
	readonly closed?: {readonly at: number; readonly key: number};
	/** Why it failed: the system's error code. */
	readonly code?: string;
	readonly received: Traffic;
	readonly sent: Traffic;
	/** Its own life, oldest first, capped. */
	readonly life: readonly LoggedCall[];
	/** How many calls of its life are no longer kept. */
	readonly dropped: number;
	readonly chatter?: Chatter;
};

/** A call that carries messages. One send to several connections is one row. */
export type DataRow = {
	readonly call: LoggedCall;
	/** The connections that the same bytes were sent to, in the order of the calls. */
	readonly connections: readonly number[];
};

/** Attempts to connect that follow each other, until one succeeds. */
export type Retries = {
	/** The place of the first wait. */
	readonly key: number;
	/** When the first of the attempts began. */
	readonly from: number;
	readonly attempts: number;
	/** The last wait. */
	readonly last: LoggedCall;
	/** Why the last attempt failed. */
	readonly code?: string;
	/** Whether the next attempt is waited for, or under way, or has succeeded. */
	readonly next: 'waiting' | 'trying' | 'connected';
	/** The calls of the attempts, oldest first, capped. */
	readonly calls: readonly LoggedCall[];
	readonly dropped: number;
};

/** Immutable. All lists are oldest first and capped. */
export type FoldedLog = {
	/** The key of the newest entry. */
	readonly lastKey: number;
	/** The key of the newest entry that is no chatter. */
	readonly lastCall: number;
	/** Every entry, chatter included. */
	readonly calls: readonly LoggedCall[];
	readonly data: readonly DataRow[];
	/** In the order of their numbers. */
	readonly sockets: readonly SocketRecord[];
	/** Calls that belong to no socket, such as looking a name up. */
	readonly loose: readonly LoggedCall[];
	readonly retries: readonly Retries[];
	/** The key of the last accept or connect that succeeded. */
	readonly lastConnected: number;
};
