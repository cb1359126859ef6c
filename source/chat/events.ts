import type {LinkStatus} from '../net/client/reconnector.ts';
import type {OutboxEntry} from '../room/outbox.ts';
import type {SocketLogEntry} from '../net/socket-log.ts';
import type {LoggedMessage} from '../room/log.ts';
import type {Member, Recipient} from '../room/member.ts';
import type {MessagePart} from '../text/message.ts';
import type {LabState} from './faults/lab-state.ts';
import type {InvitationEvent} from './invitation/invitation.ts';
import type {PresenceEvent} from './presence/presence-event.ts';
import type {LoadedPage} from './window/window-loader.ts';

/** The status of the chat's own socket. `closed` is final: the chat does not reconnect. */
export type Status =
	| {readonly status: 'starting'}
	| {
			readonly status: 'listening';
			/** The bound `address:port`. */
			readonly address: string;
	  }
	| LinkStatus;

/**
Everything that happens in a chat, in order. The reducer folds events into the state; `--json`
prints most of them. "My" and "I" mean the user of this chat.
*/
export type ChatEvent =
	| ({readonly type: 'log'} & SocketLogEntry)
	| InvitationEvent
	/** A fault on purpose begins or ends. */
	| ({readonly type: 'lab'} & LabState)
	| ({readonly type: 'status'} & Status)
	/** The user leaves, or the chat is closed: what its sockets do from now on is the end. */
	| {readonly type: 'leaving'}
	/** The host lets nobody new in from now on, or everybody again. */
	| {readonly type: 'lock'; readonly isLocked: boolean}
	/** The names of those whom the locked room keeps out, and who can be let in. */
	| {readonly type: 'newcomers'; readonly names: readonly string[]}
	/** The room was found at another address, which is dialled from now on. */
	| {readonly type: 'moved'; readonly address: string}
	/**
	My id and my name in the room, once the room has assigned them. `wanted`: the name that I have
	asked for. `first`: the seq from which I read its log.
	*/
	| {
			readonly type: 'me';
			readonly id: string;
			readonly name: string;
			readonly wanted?: string;
			readonly room: string;
			readonly first?: number;
			/** Whether the room also lets plain text clients in. */
			readonly isPlainRoom?: boolean;
	  }
	/** All members of the room, me and the host included. */
	| {readonly type: 'members'; readonly members: readonly Member[]}
	| PresenceEvent
	| {
			readonly type: 'message';
			/** Missing in a plain session. */
			readonly seq?: number;
			readonly from: string;
			readonly fromId: string;
			readonly text: string;
			readonly own: boolean;
			/** When the host received it, in milliseconds since the epoch. */
			readonly ts: number;
			/** The only member besides its author who receives it. Default: all. */
			readonly to?: Recipient;
			readonly part?: MessagePart;
			/** Set if it was in the log before this run of the program first connected. */
			readonly isReplayed?: boolean;
	  }
	/** Every replayed message has been received. */
	| {readonly type: 'replayed'}
	/**
	Messages from before the first one shown, oldest first. `from`: the seq from which the history
	is now complete; 1: the log has none before it.
	*/
	| {readonly type: 'older'; readonly messages: readonly LoggedMessage[]; readonly from: number}
	/** Messages around a place far back, or from the gap between that place and the newest. */
	| ({readonly type: 'window'} & LoadedPage<LoggedMessage>)
	/** I begin to read older messages than the newest, or return to the newest. */
	| {readonly type: 'reading-back'; readonly isReadingBack: boolean}
	/** My n-th message is typed and not yet acknowledged. */
	| ({readonly type: 'queued'} & OutboxEntry)
	/**
	My n-th message is in the room's log. `seq` is unknown if an earlier run of this program sent
	it.
	*/
	| {readonly type: 'ack'; readonly n: number; readonly seq?: number}
	/**
	The kernel has my n-th message. Only in a plain session, where nothing more can be known.
	*/
	| {readonly type: 'sent'; readonly n: number}
	/** My n-th message was refused. */
	| {readonly type: 'refused'; readonly n: number; readonly code: string; readonly text: string}
	/** The room has another history than before: numbers start again. */
	| {readonly type: 'reset'}
	/** A line for the user: the output of a command, or why it failed. */
	| {readonly type: 'notice'; readonly text: string}
	| {readonly type: 'error'; readonly code: string; readonly text: string};

/** An event with the time at which it happened, in milliseconds since the epoch. */
export type TimedEvent = ChatEvent & {readonly at: number};
