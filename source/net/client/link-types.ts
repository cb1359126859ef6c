import type {LoggedMessage} from '../../room/log.ts';
import type {Member, Recipient} from '../../room/member.ts';
import type {OutboxEntry} from '../../room/outbox.ts';
import type {Endpoint} from '../address.ts';
import type {Clock} from '../clock.ts';
import type {Dial} from '../dial.ts';
import type {LinkStatus} from './reconnector.ts';
import type {LogSocketCall} from '../socket-log.ts';

/** A message that a join has received; a plain one has no place in a log. */
export type ReceivedMessage = Omit<LoggedMessage, 'seq' | 'n'> & {readonly seq?: number};

/** What a join's link tells, in the order in which it happens. */
export type LinkEvents = {
	readonly onStatus: (status: LinkStatus) => void;
	/** The room's name for me, and the place in its log that this connection begins with; a plain one has none. */
	readonly onMe: (me: {
		readonly id: string;
		readonly name: string;
		readonly room: string;
		readonly first?: number;
	}) => void;
	/** Everybody in the room. */
	readonly onMembers: (members: readonly Member[]) => void;
	readonly onMessage: (message: ReceivedMessage, isOwn: boolean) => void;
	/**
	Messages from before those that were received, oldest first. All from the one with the seq `from` on are there now, but for those that
	are not for this member.
	*/
	readonly onOlder: (messages: readonly LoggedMessage[], from: number) => void;
	/** My n-th message is in the log. Its place is not known where an earlier run of the program has sent it. */
	readonly onAck: (n: number, seq: number | undefined) => void;
	/** My n-th message was handed to the network. */
	readonly onSent: (n: number) => void;
	/** My n-th message was refused. */
	readonly onRefused: (n: number, code: string, text: string) => void;
	/** The room takes my messages more slowly than I send them, or does so no more. */
	readonly onPaused: (isPaused: boolean) => void;
	/** The room has another code from now on. */
	readonly onCode: (code: string) => void;
	/** The room is another one than before, or has lost its history. */
	readonly onReset: () => void;
};

/** `isSent`: a connection had it, so it may have arrived. */
export type PendingMessage = OutboxEntry & {readonly isSent: boolean};

export type LinkOptions = {
	readonly endpoint: Endpoint;
	readonly name: string;
	/** End when the first attempt to connect fails. */
	readonly isImpatient?: boolean;
	readonly dial: Dial;
	readonly clock: Clock;
	/** From 0 up to 1. */
	readonly random: () => number;
	readonly log: LogSocketCall;
	readonly events: LinkEvents;
};

/** A join's lifelong link to its room, whatever happens to the connections that it is made of. */
export type ClientLink = {
	/** Messages of mine that nobody has acknowledged (plain: that the network has not taken), in order. */
	readonly pending: readonly PendingMessage[];
	readonly start: () => void;
	/** Takes a message, to be sent now or later, once. Gives my count of it. A plain peer has no private ones. */
	readonly send: (text: string, to?: Recipient) => number;
	readonly rename: (name: string) => void;
	/** The user is writing something, or has stopped. */
	readonly setTyping: (isTyping: boolean) => void;
	/** Asks for messages from before the one at `before`. */
	readonly loadOlder: (before: number) => void;
	readonly retryNow: () => void;
	/** Ends as asked: what waits is given a little time to get through, and the other side is told. */
	readonly leave: () => void;
	/** No more will be sent: ends once everything that was is settled and, plain, the other side has had its say. */
	readonly endInput: () => void;
	/** Ends now: says bye where there is somebody to say it to, and resolves when the socket is closed. */
	readonly close: () => Promise<void>;
};
