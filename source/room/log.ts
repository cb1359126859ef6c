import type {MessagePart} from '../text/message.ts';
import {normalizeText} from '../text/normalize.ts';
import type {Recipient} from './member.ts';

/** A message in the room's log. */
export type LoggedMessage = {
	/** The message's place in the room's order, from 1. */
	readonly seq: number;
	/** The author's public id. */
	readonly id: string;
	/** The author's own number of the message, from 1. */
	readonly n: number;
	/** The author's name when it posted the message. */
	readonly from: string;
	/** When the host accepted the message, in milliseconds since the epoch. */
	readonly ts: number;
	/** At most 8 KiB of UTF-8, well-formed. */
	readonly text: string;
	/** Set for a private message. */
	readonly to?: Recipient;
	/** Set if it is one of several messages of a text that was too long for one. */
	readonly part?: MessagePart;
};

/**
Returns whether a member may read a message: a private one is for its author and its recipient.
*/
export const isVisibleTo = ({id, to}: Pick<LoggedMessage, 'id' | 'to'>, memberId: string): boolean =>
	to === undefined || to.id === memberId || id === memberId;

/**
Returns whether a message in the log is the one that was sent. Older programs change the form of a
text.
*/
export const isCopyOf = (
	{text, to}: Pick<LoggedMessage, 'text' | 'to'>,
	sent: Pick<LoggedMessage, 'text' | 'to'>,
): boolean => normalizeText(text, 'NFC') === normalizeText(sent.text, 'NFC') && to?.id === sent.to?.id;

/**
A message that the room refused. Its number is used up and never accepted again; it has no place in
the room's order.
*/
export type Refusal = {
	/** The author's public id. */
	readonly id: string;
	/** The author's own number of the message. */
	readonly n: number;
	/** The reason, as a code and as a sentence. */
	readonly code: string;
	readonly text: string;
};

/** The messages of one commit, in order. */
export type DurableBatch = {
	readonly messages: readonly LoggedMessage[];
	readonly refusals: readonly Refusal[];
};

/**
The messages from place `from` up to where they were asked for, without those that cannot contain a
text.
*/
export type ScannedMessages = {readonly from: number; readonly messages: readonly LoggedMessage[]};

/**
The messages of a room, in order. An appended message becomes durable later, together with all
others that wait. `head` and `read` know durable messages alone.
*/
export type RoomLog = {
	/** Identifies this history. A log that starts anew has another id. */
	readonly id: string;
	/** The `seq` of the last durable message; 0 when there is none. */
	readonly head: number;
	/** For each author the highest number that was durable when the log was opened. */
	readonly authors: ReadonlyMap<string, number>;
	/** Appends the next message. Its `seq` is one more than that of the last one appended. */
	append(message: LoggedMessage): void;
	/** Appends a refusal, in order with its author's messages. */
	appendRefusal(refusal: Refusal): void;
	/** Returns at most `limit` durable messages, from the one with `seq` = `from` on. */
	read(from: number, limit: number): readonly LoggedMessage[];
	/**
	Returns the newest messages before a place, without those that do not contain the probes (see
	`chooseProbes`): a few, or as many as are looked through in a moment. Default: they are read.
	*/
	scan?(before: number, probes: readonly string[]): ScannedMessages;
	/** Calls back whenever something has become durable. */
	onDurable(listener: (batch: DurableBatch) => void): void;
	/**
	Calls back once when the log can take no more: with the system's error code, or with `damaged`
	when older messages on the disk are not as they were written. No message that was reported as
	durable is lost by this.
	*/
	onFailure(listener: (code: string) => void): void;
	/** Makes durable what waits, and takes no more. It can be read until it is closed. */
	finish(): Promise<void>;
	/** Makes durable what waits, and closes the log. */
	close(): Promise<void>;
};

/** Messages of the log, oldest first: from seq `from` on, all that are meant for a member. */
export type LogPage = {readonly from: number; readonly messages: readonly LoggedMessage[]};

/** The matches of a search since its last report. */
export type FoundPlaces = {
	/** The log was searched from this seq on. */
	readonly from: number;
	/** Newest first. */
	readonly seqs: readonly number[];
	/** Set in the last report: the log was searched to its start, or enough was found. */
	readonly isOver: boolean;
};

/** Receives reports. Undefined: the connection was lost, and no report follows. */
export type OnFound = (found: FoundPlaces | undefined) => void;

/** Reports in a later turn that there is no connection. Returns what ends the search. */
export const reportLost = (onFound: OnFound): (() => void) => {
	queueMicrotask(() => {
		onFound(undefined);
	});
	return () => undefined;
};

/** The room's log as a member reads it, in this program or at the host. */
export type LogQueries = {
	/**
	Resolves with a page of the messages before seq `before`: undefined if there is no connection to
	request it by, or it is lost meanwhile. `find`: only the newest message that contains this text
	is wanted. The page then says how far the log was searched, and a host of an earlier version
	adds other messages.
	*/
	readonly readOlder: (before: number, find?: string) => Promise<LogPage | undefined>;
	/**
	Searches for a text, from the message before `before` to the first one. A new search ends the
	one before. Returns a function that ends it; undefined if the host answers only `readOlder`.
	*/
	readonly searchLog: (
		request: {readonly before: number; readonly find: string},
		onFound: OnFound,
	) => (() => void) | undefined;
	/**
	Resolves with the place of the first message since a time, in milliseconds since the epoch: with
	`none` if nothing was said since, with undefined if the log cannot be read.
	*/
	readonly findSince: (ts: number) => Promise<Pick<LoggedMessage, 'seq' | 'ts'> | 'none' | undefined>;
};

/** The log of a room that keeps nothing on disk. A message is durable once it is in memory. */
export class MemoryLog implements RoomLog {
	readonly id: string;
	readonly authors: ReadonlyMap<string, number> = new Map();
	readonly #messages: LoggedMessage[] = [];
	readonly #listeners: Array<(batch: DurableBatch) => void> = [];
	#refusals: Refusal[] = [];
	#head = 0;
	#isCommitting = false;

	constructor(id: string) {
		this.id = id;
	}

	get head() {
		return this.#head;
	}

	append(message: LoggedMessage) {
		this.#messages.push(message);
		this.#commitSoon();
	}

	appendRefusal(refusal: Refusal) {
		this.#refusals.push(refusal);
		this.#commitSoon();
	}

	read(from: number, limit: number): readonly LoggedMessage[] {
		const end = Math.min(from - 1 + limit, this.#head);
		return this.#messages.slice(from - 1, end);
	}

	onDurable(listener: (batch: DurableBatch) => void) {
		this.#listeners.push(listener);
	}

	onFailure() {
		// Memory does not fail.
	}

	async finish() {
		// Everything is in memory.
	}

	async close() {
		// Nothing is open.
	}

	/** Commits once for all that is appended in this turn, as a log on disk does. */
	#commitSoon() {
		if (this.#isCommitting) {
			return;
		}

		this.#isCommitting = true;
		queueMicrotask(() => {
			this.#isCommitting = false;
			const batch = {messages: this.#messages.slice(this.#head), refusals: this.#refusals};
			this.#head = this.#messages.length;
			this.#refusals = [];
			for (const listener of this.#listeners) {
				listener(batch);
			}
		});
	}
}
