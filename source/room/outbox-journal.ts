import type {MessagePart} from '../text/message.ts';
import type {Sid} from './identity.ts';
import type {Recipient} from './member.ts';

/** The text of a message, the recipient of a private one, and its place in a longer text. */
export type OutgoingMessage = {readonly text: string; readonly to?: Recipient; readonly part?: MessagePart};

/** A message that the host has not acknowledged. */
export type OutboxEntry = OutgoingMessage & {
	/**
	The message's number in this run of the program, from 1. It stays the same when the outbox is
	renumbered. Messages that an earlier run left have 0 and below.
	*/
	readonly n: number;
};

/** The records that an outbox saves to outlive the program. */
export type SavedOutbox = {
	/** Set to save another secret of the member with it. */
	readonly sid?: Sid;
	/** The history that the wire numbers belong to; undefined before the first welcome. */
	readonly room: string | undefined;
	/** The wire number of the last message that was added. */
	readonly last: number;
	/** In order. `wireN` is the number that the host knows the message by. */
	readonly entries: ReadonlyArray<OutgoingMessage & {readonly wireN: number}>;
};

/** Saves an outbox. Changes become durable in the order of the calls. */
export type OutboxJournal = {
	/** Adds a message. Calls back once it is durable. */
	readonly add: (wireN: number, message: OutgoingMessage, onDurable: () => void) => void;
	/** Removes a message. */
	readonly settle: (wireN: number) => void;
	/** Replaces everything that was saved. Calls back once that is durable. */
	readonly replace: (saved: SavedOutbox, onDurable: () => void) => void;
};

/** Saves nothing: messages that wait are lost when the program ends. */
export const discardingJournal: OutboxJournal = {
	add(_wireN, _message, onDurable) {
		onDurable();
	},
	settle() {
		// Nothing was saved.
	},
	replace(_saved, onDurable) {
		onDurable();
	},
};

export const emptyOutbox: SavedOutbox = {room: undefined, last: 0, entries: []};
