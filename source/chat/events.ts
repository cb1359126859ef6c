import type {LinkStatus} from '../net/client/reconnector.ts';
import type {OutboxEntry} from '../room/outbox.ts';
import type {SocketLogEntry} from '../net/socket-log.ts';
import type {LoggedMessage} from '../room/log.ts';
import type {Member, Recipient} from '../room/member.ts';

/** How the chat's own socket is doing. `closed` is final: nothing is tried again. */
export type Status =
	| {readonly status: 'starting'}
	| {
			readonly status: 'listening';
			/** What was bound, `address:port`. */
			readonly address: string;
	  }
	| LinkStatus;

export type PeerEvent = 'joined' | 'left' | 'away' | 'back' | 'renamed';

/**
Everything that happens in a chat, in the order in which it happened. The state is these, folded;
`--json` prints most of them.
*/
export type ChatEvent =
	| ({readonly type: 'log'} & SocketLogEntry)
	| {
			readonly type: 'invite';
			/** `address:port` for each way to reach the room. */
			readonly addresses: readonly string[];
			/**
			What others show to come in. A secret: told to the user and to scripts, and kept out of
			every log.
			*/
			readonly code: string | undefined;
			/**
			How joins without an address find it on the local network; undefined where it is hidden.
			*/
			readonly tag?: string | undefined;
	  }
	| ({readonly type: 'status'} & Status)
	/**
	Who I am: the room's name for me, once it has told it. `first`: the place in its log from which
	on I read.
	*/
	| {readonly type: 'me'; readonly id: string; readonly name: string; readonly room: string; readonly first?: number}
	/** Everybody in the room, me and the host included. */
	| {readonly type: 'members'; readonly members: readonly Member[]}
	| {
			readonly type: 'peer';
			readonly event: PeerEvent;
			readonly id: string;
			readonly name: string;
			readonly address: string;
			readonly formerly?: string;
	  }
	| {
			readonly type: 'message';
			/** Missing in a plain session. */
			readonly seq?: number;
			readonly from: string;
			readonly fromId: string;
			readonly text: string;
			readonly own: boolean;
			/** When the host took it, in milliseconds since the epoch. */
			readonly ts: number;
			/** Whom alone it is for, besides its author. */
			readonly to?: Recipient;
	  }
	/**
	Messages from before the first that is shown, oldest first. `from`: the place in the log from
	which on they are there; 1: there are none before it.
	*/
	| {readonly type: 'older'; readonly messages: readonly LoggedMessage[]; readonly from: number}
	/** I typed my n-th message; nobody has acknowledged it yet. */
	| ({readonly type: 'queued'} & OutboxEntry)
	/**
	My n-th message is in the room's log. Its place is not known where an earlier run of this
	program sent it.
	*/
	| {readonly type: 'ack'; readonly n: number; readonly seq?: number}
	/**
	My n-th message was handed to the network (plain sessions: nobody can tell what has arrived).
	*/
	| {readonly type: 'sent'; readonly n: number}
	/** My n-th message was refused. */
	| {readonly type: 'refused'; readonly n: number; readonly code: string; readonly text: string}
	/** The room is another one than before: numbers start anew. */
	| {readonly type: 'reset'}
	/** Something for the user to read: what a command says, or why it could not be done. */
	| {readonly type: 'notice'; readonly text: string}
	| {readonly type: 'error'; readonly code: string; readonly text: string};

/** An event with the time at which it happened, in milliseconds since the epoch. */
export type TimedEvent = ChatEvent & {readonly at: number};
