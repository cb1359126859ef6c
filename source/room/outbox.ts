import type {MessagePart} from '../text/message.ts';
import type {Recipient} from './member.ts';
import {
	discardingJournal,
	emptyOutbox,
	type OutboxEntry,
	type OutboxJournal,
	type SavedOutbox,
} from './outbox-journal.ts';
import {planNumbers, restoreEntries, type NumberedEntry} from './outbox-numbers.ts';

export {discardingJournal, emptyOutbox} from './outbox-journal.ts';
export type {OutboxEntry, OutboxJournal, OutgoingMessage, SavedOutbox} from './outbox-journal.ts';

/**
The messages that the host has not acknowledged, in order. A message leaves only when it is in the
room's log or the room has refused it, so a lost connection loses nothing: a new connection sends
the rest again, and the host drops duplicates by their number. As no number is ever used for two
messages, a message is sent only once the journal has it.
*/
export class Outbox {
	#journal: OutboxJournal;
	readonly #onReady: () => void;
	/** By wire number, in order. */
	#entries: Map<number, OutboxEntry>;
	readonly #sentEntries = new WeakSet<OutboxEntry>();
	#room: string | undefined;
	/** The number in this run of the last message that was added. */
	#lastN = 0;
	/** The wire number of the last message that was added. */
	#lastWireN: number;
	/** The wire number of the last message that the journal has saved. */
	#lastDurable: number;
	/** The wire number of the last message that this connection has sent. */
	#lastSent: number;
	/** How many times everything was saved anew. */
	#numbering = 0;
	/** The highest wire number that the room had used at the last welcome. */
	#got = 0;
	/** Whether this run has begun to read the log anew, so that it may have been sent before. */
	#isReadAnew = false;

	/** `onReady`: called when `takeNext` may have a message. */
	constructor({
		saved = emptyOutbox,
		journal = discardingJournal,
		onReady = () => undefined,
	}: {readonly saved?: SavedOutbox; readonly journal?: OutboxJournal; readonly onReady?: () => void} = {}) {
		const {room, last, entries} = saved;
		this.#journal = journal;
		this.#onReady = onReady;
		this.#room = room;
		this.#lastWireN = last;
		this.#lastDurable = last;
		this.#lastSent = last;
		this.#entries = new Map(restoreEntries(entries, 1 - entries.length));
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
		return [...this.#entries.values()];
	}

	add(text: string, to?: Recipient, part?: MessagePart): OutboxEntry {
		this.#lastN++;
		this.#lastWireN++;
		const wireN = this.#lastWireN;
		const message = {text, ...(to && {to}), ...(part && {part})};
		const entry = {n: this.#lastN, ...message};
		this.#entries.set(wireN, entry);
		const numbering = this.#numbering;
		this.#journal.add(wireN, message, () => {
			this.#markDurable(wireN, numbering);
		});
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
		const {moved, isInOrder, hasLost} = planNumbers({
			entries: [...this.#entries],
			last: this.#lastWireN,
			got,
			isMovable: entry => isAnother || (entry.n > 0 && !this.#sentEntries.has(entry)),
		});
		const isSame = room === this.#room;
		this.#got = got;
		this.#lastSent = got;
		this.#isReadAnew ||= isReset;
		if (!isInOrder) {
			this.#renumber(moved, got);
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
		const before = [...this.#entries];
		const old = this.#journal;
		const moved = before.filter(([, entry]) => isMoved(entry));
		const firstN = Math.min(1, ...before.map(([, {n}]) => n)) - saved.entries.length;
		const found = restoreEntries(saved.entries, firstN);
		this.#journal = journal;
		this.#room = saved.room;
		this.#got = 0;
		this.#lastWireN = saved.last + moved.length;
		this.#lastSent = saved.last;
		this.#entries = new Map([
			...found,
			...moved.map(([, entry], index): NumberedEntry<OutboxEntry> => [saved.last + 1 + index, entry]),
		]);
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

	/** Messages whose numbers the room has used, and whose results were lost with a connection. */
	get unconfirmed(): ReadonlyArray<{readonly wireN: number; readonly entry: OutboxEntry}> {
		return [...this.#entries].filter(([wireN]) => wireN <= this.#got).map(([wireN, entry]) => ({wireN, entry}));
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
	isUnconfirmed(wireN: number): boolean {
		return wireN <= this.#got;
	}

	/**
	Gives a message the next number: its own stands for another message in the room, as after a
	restored copy of either side's files.
	*/
	requeue(wireN: number) {
		const entry = this.#entries.get(wireN);
		if (entry) {
			this.#entries.delete(wireN);
			this.#sentEntries.delete(entry);
			this.#lastWireN++;
			this.#entries.set(this.#lastWireN, entry);
			this.#replaceJournal();
		}
	}

	/** Returns the next message to send and marks it as sent; undefined if none may be sent now. */
	takeNext(): {readonly wireN: number; readonly entry: OutboxEntry} | undefined {
		while (this.#lastSent < this.#lastDurable) {
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
		const entry = this.#entries.get(wireN);
		if (entry) {
			this.#entries.delete(wireN);
			this.#journal.settle(wireN);
		}

		return entry;
	}

	#renumber(moved: ReadonlyArray<NumberedEntry<OutboxEntry>>, got: number) {
		for (const [wireN] of moved) {
			this.#entries.delete(wireN);
		}

		for (const [index, [, entry]] of moved.entries()) {
			this.#entries.set(got + 1 + index, entry);
		}

		this.#lastWireN = got + moved.length;
	}

	#replaceJournal(onDurable = () => undefined as void) {
		this.#lastDurable = this.#lastSent;
		this.#numbering++;
		const numbering = this.#numbering;
		const last = this.#lastWireN;
		const entries = [...this.#entries].map(([wireN, {n: _, ...message}]) => ({wireN, ...message}));
		this.#journal.replace({room: this.#room, last, entries}, () => {
			onDurable();
			this.#markDurable(last, numbering);
		});
	}

	/** Ignores calls for an earlier numbering: renumbering saved every pending message again. */
	#markDurable(wireN: number, numbering: number) {
		if (numbering === this.#numbering) {
			this.#lastDurable = Math.max(this.#lastDurable, wireN);
			this.#onReady();
		}
	}
}
