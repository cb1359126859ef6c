import type {LoggedMessage, LogQueries} from '../../room/log.ts';
import type {RoomFacts} from '../../room/identity.ts';
import type {Member, Recipient} from '../../room/member.ts';
import type {OutboxEntry} from '../../room/outbox.ts';
import type {MessagePart} from '../../text/message.ts';
import type {CloseCode, HostFrame, WelcomeFrame} from '../../wire/frames.ts';
import type {Endpoint} from '../address.ts';
import type {Clock} from '../clock.ts';
import type {Dial} from '../dial/dial.ts';
import type {SocketLog} from '../socket-log.ts';
import type {LinkStatus} from './reconnector.ts';

/** A message that the client has received. A plain one has no `seq`: it is in no log. */
export type ReceivedMessage = Omit<LoggedMessage, 'seq' | 'n'> & {
	readonly seq?: number;
	/** Set if the message was in the log before this run of the program first connected. */
	readonly isReplayed?: boolean;
};

/** Callbacks of a link, called in the order in which things happen. */
export type LinkEvents = {
	readonly onStatus: (status: LinkStatus) => void;
	/**
	Called when a connection opens. `name`: the room's name for this member. `first`: the seq from
	which this connection reads; a plain one has none.
	*/
	readonly onMe: (me: {
		readonly id: string;
		readonly name: string;
		readonly room: string;
		readonly first?: number;
		readonly facts?: RoomFacts;
		/** Whether the room also lets plain text clients in. */
		readonly isPlainRoom?: boolean;
	}) => void;
	/**
	Called with all members of the room. `removed`: the ids of those that the host has removed
	since.
	*/
	readonly onMembers: (members: readonly Member[], removed?: ReadonlySet<string>) => void;
	readonly onMessage: (message: ReceivedMessage, isOwn: boolean) => void;
	/** Called once, when every replayed message has been received. A plain link never calls it. */
	readonly onReplayed: () => void;
	/**
	Called with older messages, oldest first. From seq `from` on, the client now has all messages
	that are meant for this member, up to the seq `before` that was asked for.
	*/
	readonly onOlder: (messages: readonly LoggedMessage[], from: number, before: number) => void;
	/** Called when a message waits that an earlier run of this member has left. */
	readonly onQueued: (entry: OutboxEntry) => void;
	/** Called when my n-th message is in the log. `seq`: unknown if an earlier run sent it. */
	readonly onAck: (n: number, seq: number | undefined) => void;
	/** Called when the kernel has my n-th message. Only plain links call it. */
	readonly onSent: (n: number) => void;
	/** Called when the room has refused my n-th message. `text`: the reason. */
	readonly onRefused: (n: number, code: string, text: string) => void;
	/**
	Called when a message is sent again, because the room knows its number for another message of
	this member.
	*/
	readonly onNumberTaken: () => void;
	/** Called when this becomes another member, as another copy of its files is connected. */
	readonly onInUse: () => void;
	/** Called when the host pauses or resumes reading my messages: I send too fast. */
	readonly onPaused: (isPaused: boolean) => void;
	/**
	Called once on a plain link if nothing has come on a connection for a while after something was
	sent: whether a program is there is not known.
	*/
	readonly onUnheard: (remote: string) => void;
	/** Called when the room has a new code. */
	readonly onCode: (code: string) => void;
	/** Called when the room is another one than before, or has lost its history. */
	readonly onReset: () => void;
};

/** Callbacks of one connection. None is called after `onLost` or `onClose`. */
export type LinkSessionEvents = {
	/** Returns false if the connection is of no use: then it has been closed. */
	readonly onWelcome: (welcome: WelcomeFrame) => boolean;
	/** Called for each frame of the room. Returns the rule that it breaks, if any. */
	readonly onFrame: (
		frame: Exclude<HostFrame, {type: 'welcome' | 'close' | 'ping' | 'pong' | 'room'}>,
	) => CloseCode | undefined;
	/**
	Called when the status has changed. `silentSince`: set while an answer is overdue, the time of
	the last byte, in milliseconds since the epoch.
	*/
	readonly onOpen: (silentSince: number | undefined) => void;
	/** Called when the host has answered ping `k`, and so everything that was sent before it. */
	readonly onPong: (k: number) => void;
	/** Called after the last frame of one read, and when the socket has room to write again. */
	readonly onTurn: () => void;
	/** Called when the connection is over but the link may reconnect. */
	readonly onLost: (reason: string) => void;
	/** Called when the host has closed the link for good. */
	readonly onClose: (reason: string, code: string) => void;
};

/** `isSent`: a connection has sent it, so it may have arrived. */
export type PendingMessage = OutboxEntry & {readonly isSent: boolean};

export type LinkOptions = {
	readonly endpoint: Endpoint;
	readonly name: string;
	/** Ends when the first attempt to connect fails. */
	readonly isImpatient?: boolean;
	readonly dial: Dial;
	/** Called when the room has refused the code. Returns whether there is another one to try. */
	readonly tryNextCode?: () => boolean;
	readonly clock: Clock;
	/** Returns a number from 0 up to 1. */
	readonly random: () => number;
	readonly log: SocketLog;
	readonly events: LinkEvents;
};

/** The client's link to its room. It reconnects until it is closed. A plain peer has no log. */
export type ClientLink = Partial<LogQueries> & {
	/** My messages that are not acknowledged (plain: not taken by the kernel), in order. */
	readonly pending: readonly PendingMessage[];
	readonly start: () => void;
	/**
	Sends a message once, now or when there is a connection. Returns its number in this run. A plain
	link ignores `to` and `part`.
	*/
	readonly send: (text: string, to?: Recipient, part?: MessagePart) => number;
	readonly rename: (name: string) => void;
	/** Tells the room whether the user is typing. */
	readonly setTyping: (isTyping: boolean) => void;
	/** Requests the messages before seq `before`. */
	readonly loadOlder: (before: number) => void;
	/** Leaves what the other side sends unread, until `resumeReading`. */
	readonly pauseReading: () => void;
	readonly resumeReading: () => void;
	/** Dials at once if the link is waiting. */
	readonly retryNow: () => void;
	/**
	Dials another address at which the room was found. Returns false if the link is open, or knows
	the address.
	*/
	readonly moveTo: (endpoint: Endpoint) => boolean;
	/** Closes once no message is pending, after 2 s at the latest. A second call closes at once. */
	readonly leave: () => void;
	/**
	Ends the input: closes once every message is settled, however long that takes. A plain link also
	waits until the other side ends or is quiet for 2 s.
	*/
	readonly endInput: () => void;
	/** Closes now, with a bye if a hello was sent. Resolves when the socket is closed. */
	readonly close: () => Promise<void>;
};
