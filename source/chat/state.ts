import type {SocketLogEntry} from '../net/socket-log.ts';
import type {Member, Recipient} from '../room/member.ts';
import type {OutboxEntry} from '../room/outbox.ts';
import type {Status} from './events.ts';

/**
How far my message has come: `queued`, nobody has acknowledged it; `logged`, it is in the room's
log; `sent`, the network has it and nobody can tell more (plain sessions); `refused`, the reason is
with it.
*/
export type Delivery = 'queued' | 'logged' | 'sent' | 'refused';

/** One entry of the message history. */
export type HistoryItem =
	| {
			readonly kind: 'message';
			/** Unique in one chat, and stable. */
			readonly key: string;
			/** Its place in the room's log, if it has one. */
			readonly seq?: number;
			/** Milliseconds since the epoch. */
			readonly at: number;
			readonly from: string;
			readonly fromId: string;
			readonly text: string;
			readonly own: boolean;
			/** Whom alone it is for, besides its author. */
			readonly to?: Recipient;
			/** Only on my own messages. */
			readonly delivery?: Delivery;
			/** Why it was refused. */
			readonly reason?: string;
	  }
	/** Something that happened in the room, in words: who came and went, what a command says. */
	| {readonly kind: 'notice'; readonly key: string; readonly at: number; readonly text: string};

/**
Everything a screen needs to draw a chat. Immutable: a change makes a new one and shares what
stayed.
*/
export type ChatState = {
	readonly role: 'host' | 'join';
	readonly plain: boolean;
	/** The room's name, once it is known. */
	readonly room: string | undefined;
	/** My id, once the room has given one. */
	readonly myId: string | undefined;
	readonly myName: string;
	/** What I listen on or dial, `address:port`. */
	readonly address: string;
	/** Ways to reach the room that I host. */
	readonly inviteAddresses: readonly string[];
	/** The code of the room that I host. */
	readonly code: string | undefined;
	/** How the room that I host is found on the local network. */
	readonly tag: string | undefined;
	readonly status: Status;
	/** Whether a join has ever reached its room. */
	readonly hasBeenOpen: boolean;
	/** Oldest first, capped. */
	readonly socketLog: ReadonlyArray<SocketLogEntry & {readonly at: number; readonly key: number}>;
	/** Everybody, me and the host included, in order of arrival; those who left are gone. */
	readonly members: readonly Member[];
	/** Oldest first. */
	readonly history: readonly HistoryItem[];
	/** How many items were ever put into it: their keys are made of it. */
	readonly keyCount: number;
	/**
	The place in the log of the oldest message in the history; 1 when there is none before it;
	undefined when it has none.
	*/
	readonly oldestSeq: number | undefined;
	/** My messages that nobody has acknowledged, in order; drawn below the history. */
	readonly pending: ReadonlyArray<OutboxEntry & {readonly at: number}>;
};

/** The part of the state that is known from the start. */
export type KnownState = Pick<ChatState, 'role' | 'plain' | 'room' | 'myName' | 'address'>;

/** Returns the state of a chat in which nothing has happened yet. */
export const createInitialState = (known: KnownState): ChatState => ({
	...known,
	myId: undefined,
	inviteAddresses: [],
	code: undefined,
	tag: undefined,
	status: {status: 'starting'},
	hasBeenOpen: false,
	socketLog: [],
	members: [],
	history: [],
	keyCount: 0,
	oldestSeq: undefined,
	pending: [],
});
