import type {MessagePart} from '../text/message.ts';
import type {Recipient} from './member.ts';
import {
	discardingJournal,
	emptyOutbox,
	type OutboxEntry,
	type OutboxJournal,
	type SavedOutbox,
} from './outbox-journal.ts';
import {DurableNumbers} from './durable-numbers.ts';
import type {Sid} from './identity.ts';
import {NumberedEntries, planNumbers, restoreEntries} from './outbox-numbers.ts';

export {discardingJournal, emptyOutbox} from './outbox-journal.ts';
export type {OutboxEntry, OutboxJournal, OutgoingMessage, SavedOutbox} from './outbox-journal.ts';

/**
The messages that the host has not acknowledged, in order. A message leaves only when it is in the
room's log or the room has refused it, so a lost connection loses nothing: a new connection sends
the rest again, and the host drops duplicates by their number. As no number is ever used for two
messages, a message is sent only once the journal has it.
*/
export class Outbox {
	readonly #durable: DurableNumbers;
	#entries: NumberedEntries;
	readonly #sentEntries = new WeakSet<OutboxEntry>();
	#room: string | undefined;
	/** The number in this run of the last message that was added. */
	#lastN = 0;
	/** The wire number of the last message that this connection has sent. */
	#lastSent: number;
	/** The highest wire number that the room had used at the last welcome. */
	#got = 0;
	/** Set while this becomes another member: its secret. */
	#secondSid: Sid | undefined;
	/** Whether this run has begun to read the log anew. */
	#isReadAnew = false;

	/** `onReady`: called when `takeNext` may have a message. */
	constructor({
		saved = emptyOutbox,
		journal = discardingJournal,
		onReady = () => undefined,
	}: {readonly saved?: SavedOutbox; readonly journal?: OutboxJournal; readonly onReady?: () => void} = {}) {
		const {room, last, entries} = saved;
		this.#durable = new DurableNumbers(journal, last, onReady);
		this.#room = room;
		this.#lastSent = last;
		this.#entries = new NumberedEntries(restoreEntries(entries, 1 - entries.length), last);
	}

	/** Returns whether a connection has sent the message, so that it may have arrived. */
	wasSent(entry: OutboxEntry): boolean {
		return this.#sentEntries.has(entry);
	}

	/** The number of messages that wait for an acknowledgement. */
	get size() {
		return this.#entries.size;
	}

	get entries(): readonly OutboxEntry[] {
		return this.#entries.list().map(([, entry]) => entry);
	}

	add(text: string, to?: Recipient, part?: MessagePart): OutboxEntry {
		this.#lastN++;
		const message = {text, ...(to && {to}), ...(part && {part})};
		const entry = {n: this.#lastN, ...message};
		this.#durable.add(this.#entries.push(entry), message);
		return entry;
	}

	/**
	Starts a new connection to a room that has used this member's numbers up to `got`. Messages
	after it are sent again, and numbered anew from there unless they already follow it: the room
	may be another one, or its log or this outbox may be an older copy. Messages up to it are
	`unconfirmed`, but for those that this run has not sent: these get new numbers, too.

	`isReset`: the room has another history than this run has read. Returns whether the room lacks
	messages that it had acknowledged.
	*/
	onWelcome(room: string, got: number, isReset: boolean): boolean {
		const isAnother = this.#room !== undefined && room !== this.#room;
		const isSame = room === this.#room;
		this.#got = got;
		this.#isReadAnew ||= isReset;
		if (this.#secondSid) {
			this.#room = room;
			return false;
		}

		const {moved, isInOrder, hasLost} = planNumbers({
			entries: this.#entries.list(),
			last: this.#entries.last,
			got,
			isMovable: entry => isAnother || !this.#mayBeSent(entry),
		});
		this.#lastSent = got;
		if (!isInOrder) {
			this.#entries.renumber(moved, got);
		}

		if (!isInOrder || !isSame) {
			this.#room = room;
			this.#replaceJournal();
		}

		return isSame && hasLost;
	}

	/**
	Becomes the outbox of another member. Takes along the messages that `isMoved` returns true for,
	after what that member has left. Returns what it has left, and what stays behind.
	*/
	adopt(
		{
			saved = emptyOutbox,
			journal = discardingJournal,
		}: {readonly saved?: SavedOutbox; readonly journal?: OutboxJournal},
		isMoved: (entry: OutboxEntry) => boolean,
	): {readonly found: readonly OutboxEntry[]; readonly left: readonly OutboxEntry[]} {
		const before = this.#entries.list();
		const moved = before.filter(([, entry]) => isMoved(entry));
		const firstN = Math.min(1, ...before.map(([, {n}]) => n)) - saved.entries.length;
		const found = restoreEntries(saved.entries, firstN);
		const old = this.#durable.changeJournal(journal);
		this.#room = saved.room;
		this.#got = 0;
		this.#lastSent = saved.last;
		this.#entries = new NumberedEntries(found, saved.last);
		for (const [, entry] of moved) {
			this.#entries.push(entry);
		}

		this.#replaceJournal(() => {
			for (const [wireN] of moved) {
				old.settle(wireN);
			}
		});
		return {
			found: found.map(([, entry]) => entry),
			left: before.filter(one => !moved.includes(one)).map(([, entry]) => entry),
		};
	}

	/**
	Messages whose numbers the room has used, and whose results were lost with a connection. While
	another copy of the files has the member: all that it or this one may have sent.
	*/
	get unconfirmed(): ReadonlyArray<{readonly wireN: number; readonly entry: OutboxEntry}> {
		return this.#entries
			.list()
			.filter(([wireN, entry]) => (this.#secondSid ? this.#mayBeSent(entry) : wireN <= this.#got))
			.map(([wireN, entry]) => ({wireN, entry}));
	}

	/**
	Sends nothing until `finishLeaving`: another copy of the files has the member, and this one
	becomes another, with this secret. What waits may be in the log by the old member's name.
	*/
	startLeaving(sid: Sid) {
		this.#secondSid = sid;
	}

	/** Whether it becomes another member. */
	get isLeaving() {
		return this.#secondSid !== undefined;
	}

	/**
	Sends what waits as the other member. Call once the log was read. Removes and returns private
	messages that the old member may have sent: this one would not see them.
	*/
	finishLeaving(): readonly OutboxEntry[] {
		const sid = this.#secondSid;
		const hidden = this.unconfirmed.filter(({entry}) => entry.to);
		this.#secondSid = undefined;
		for (const {wireN} of hidden) {
			this.#entries.take(wireN);
		}

		this.#lastSent = this.#got;
		this.#entries.renumber(this.#entries.list(), this.#got);
		this.#replaceJournal(undefined, sid);
		return hidden.map(({entry}) => entry);
	}

	/**
	Whether an unconfirmed message may be in the log before the part that this run reads: an earlier
	run may have sent it, or this one before the history was reset.
	*/
	get isEarlierPossible(): boolean {
		return this.#isReadAnew || this.unconfirmed.some(({entry}) => entry.n <= 0);
	}

	/** Returns the message with this number, unless it is settled. */
	getEntry(wireN: number): OutboxEntry | undefined {
		return this.#entries.get(wireN);
	}

	/** Returns whether the room had used the number when this connection began. */
	isUnconfirmed(wireN: number) {
		return wireN <= this.#got;
	}

	/** Gives a message the next number: its own stands for another message in the room. */
	requeue(wireN: number) {
		const entry = this.#entries.take(wireN);
		if (entry) {
			this.#sentEntries.delete(entry);
			this.#entries.push(entry);
			this.#replaceJournal();
		}
	}

	/** Returns the next message to send and marks it as sent; undefined if none may be sent now. */
	takeNext(): {readonly wireN: number; readonly entry: OutboxEntry} | undefined {
		while (!this.#secondSid && this.#lastSent < this.#durable.last) {
			this.#lastSent++;
			const entry = this.#entries.get(this.#lastSent);
			if (entry) {
				this.#sentEntries.add(entry);
				return {wireN: this.#lastSent, entry};
			}
		}

		return undefined;
	}

	/** Removes a message that the host has logged or refused. Returns it the first time. */
	settle(wireN: number): OutboxEntry | undefined {
		const entry = this.#entries.take(wireN);
		if (entry) {
			this.#durable.settle(wireN);
		}

		return entry;
	}

	#mayBeSent(entry: OutboxEntry): boolean {
		return entry.n <= 0 || this.#sentEntries.has(entry);
	}

	#replaceJournal(onDurable?: () => void, sid?: Sid) {
		const saved = {room: this.#room, ...this.#entries.toSaved(), ...(sid !== undefined && {sid})};
		this.#durable.replace(saved, this.#lastSent, onDurable);
	}
}
