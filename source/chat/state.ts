import type {Member, Recipient} from '../room/member.ts';
import type {OutboxEntry} from '../room/outbox.ts';
import type {MessagePart} from '../text/message.ts';
import type {Status} from './events.ts';
import type {LabState} from './faults/lab-state.ts';
import {emptyLog} from './socket-log/empty-log.ts';
import type {FoldedLog} from './socket-log/types.ts';
import type {Gap} from './window/gap.ts';

/**
The state of my message. `queued`: not yet acknowledged; `logged`: in the room's log; `sent`: the
kernel has it, and nothing more can be known (plain sessions); `refused`: see `reason`.
*/
export type Delivery = 'queued' | 'logged' | 'sent' | 'refused';

/** One entry of the message history. */
export type HistoryItem =
	| {
			readonly kind: 'message';
			/** Unique in the chat. It never changes. */
			readonly key: string;
			/** Its number in the room's log. A message of a plain session has none. */
			readonly seq?: number;
			/** Milliseconds since the epoch. */
			readonly at: number;
			readonly from: string;
			readonly fromId: string;
			readonly text: string;
			readonly own: boolean;
			/** The only member besides its author who receives it. Default: all. */
			readonly to?: Recipient;
			readonly part?: MessagePart;
			/** Only on my own messages. */
			readonly delivery?: Delivery;
			/** Why it was refused. */
			readonly reason?: string;
	  }
	/** A line of text: a member joined or left, or the output of a command. */
	| {
			readonly kind: 'notice';
			readonly key: string;
			readonly at: number;
			readonly text: string;
			/** Whether it says that the room is not announced. It goes when the room is again. */
			readonly isAnnouncement?: boolean;
	  }
	/**
	The place where the invitation is shown, with the code and the addresses of now. It holds no
	secret, so that a transcript has none.
	*/
	| {readonly kind: 'invitation'; readonly key: string; readonly at: number}
	| Gap;

/**
Everything that a screen needs to draw a chat. Immutable: a change creates a new state, which shares
all unchanged parts.
*/
export type ChatState = {
	readonly role: 'host' | 'join';
	/** Whether my own connection, or the room that I host, takes plain text. */
	readonly plain: boolean;
	/** Whether the room that I have joined also lets plain text clients in. */
	readonly isPlainRoom?: boolean | undefined;
	/** The room's name, once it is known. */
	readonly room: string | undefined;
	/** My id, once the room has assigned one. */
	readonly myId: string | undefined;
	readonly myName: string;
	/** The `address:port` that I listen on or dial. */
	readonly address: string;
	/** Each `address:port` at which others can reach the room that I host. */
	readonly inviteAddresses: readonly string[];
	/** The code of the room that I host. */
	readonly code: string | undefined;
	/**
	The tag by which the room that I host is found on the local network; undefined while it is not.
	*/
	readonly tag: string | undefined;
	/** The name that others on the local network read beside the tag. */
	readonly announcedName?: string | undefined;
	/** How others start the program to join. Default: as it is installed. */
	readonly joinCommand?: string | undefined;
	readonly status: Status;
	/** Whether the room that I host lets nobody new in. */
	readonly isLocked?: boolean;
	/** The names of those whom the locked room keeps out, and who can be let in. */
	readonly newcomers?: readonly string[];
	/** The faults that this user makes on purpose; undefined without --lab. */
	readonly lab?: LabState | undefined;
	/** Whether the chat has ever been connected or listening. */
	readonly hasBeenOpen: boolean;
	/**
	When a client's host was last heard of, in milliseconds since the epoch; undefined while it is
	connected, and before. The members are those of then.
	*/
	readonly lastSeenAt?: number | undefined;
	/** The calls of the own sockets, folded. */
	readonly socketLog: FoldedLog;
	/** The key of the newest entry from before the user left; undefined until then. */
	readonly lastKeyBeforeEnd?: number;
	/** All members, me and the host included, in order of arrival, without those who left. */
	readonly members: readonly Member[];
	/** Names that members had in this run and that nobody has now, capped. */
	readonly pastNames: readonly string[];
	/**
	Oldest first. It has at most one gap: what is above it was loaded around a place far back.
	*/
	readonly history: readonly HistoryItem[];
	/** The number of items ever added to the history. It makes their keys unique. */
	readonly keyCount: number;
	/**
	The seq of the oldest message in the history; 1 if the log has none before it; undefined if the
	history has none.
	*/
	readonly oldestSeq: number | undefined;
	/** Whether the user reads older messages than the newest: they are not dropped. */
	readonly isReadingBack: boolean;
	/** My messages that are not acknowledged, in order; drawn below the history. */
	readonly pending: ReadonlyArray<OutboxEntry & {readonly at: number}>;
};

/**
Whether the host has ended a chat that had been open. Its user has not left: what was said can still
be read.
*/
export const isEndedByHost = ({status, hasBeenOpen}: Pick<ChatState, 'status' | 'hasBeenOpen'>): boolean =>
	status.status === 'closed' && hasBeenOpen && (status.isByHost === true || status.needsCode !== undefined);

/** The part of the state that is known from the start. */
export type KnownState = Pick<ChatState, 'role' | 'plain' | 'room' | 'myName' | 'address' | 'lab' | 'announcedName'>;

/** Returns the state of a chat in which nothing has happened yet. */
export const createInitialState = (known: KnownState): ChatState => ({
	...known,
	myId: undefined,
	inviteAddresses: [],
	code: undefined,
	tag: undefined,
	status: {status: 'starting'},
	hasBeenOpen: false,
	socketLog: emptyLog,
	members: [],
	pastNames: [],
	history: [],
	keyCount: 0,
	oldestSeq: undefined,
	isReadingBack: false,
	pending: [],
});
