import type {MessagePart} from '../text/message.ts';
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

/** What an outbox saves to outlive the program. */
export type SavedOutbox = {
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
		this.#entries = new Map(
			entries.map(({wireN, ...message}, index) => [wireN, {n: index + 1 - entries.length, ...message}]),
		);
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
	after it are sent again; messages up to it are `unconfirmed`. All messages are renumbered if the
	room is another one or has lost its history. Messages that this run has not sent are renumbered
	if an earlier run has used more numbers than the journal knows.
	*/
	onWelcome(room: string, got: number, hasLostHistory: boolean) {
		// If the journal failed before it saved the room, its numbers are still the used ones.
		const isAnother = hasLostHistory || (this.#room === undefined ? got === 0 : room !== this.#room);
		const unsent = [...this.#entries].filter(
			([, entry]) => isAnother || (entry.n > 0 && !this.#sentEntries.has(entry)),
		);
		const isTaken = got > this.#lastWireN || unsent.some(([wireN]) => wireN <= got);
		this.#got = got;
		this.#lastSent = got;
		if (isAnother || isTaken) {
			this.#renumber(unsent, got);
		}

		if (isAnother || isTaken || room !== this.#room) {
			this.#room = room;
			this.#replaceJournal();
		}
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
		const found = saved.entries.map(({wireN, ...message}, index) => ({wireN, entry: {n: firstN + index, ...message}}));
		this.#journal = journal;
		this.#room = saved.room;
		this.#got = 0;
		this.#lastWireN = saved.last + moved.length;
		this.#lastSent = saved.last;
		this.#entries = new Map([
			...found.map(({wireN, entry}): [number, OutboxEntry] => [wireN, entry]),
			...moved.map(([, entry], index): [number, OutboxEntry] => [saved.last + 1 + index, entry]),
		]);
		this.#replaceJournal(() => {
			for (const [wireN] of moved) {
				old.settle(wireN);
			}
		});
		return {
			found: found.map(({entry}) => entry),
			left: before.filter(one => !moved.includes(one)).map(([, entry]) => entry),
		};
	}

	/** Messages whose numbers the room has used, and whose results were lost with a connection. */
	get unconfirmed(): ReadonlyArray<{readonly wireN: number; readonly entry: OutboxEntry}> {
		return [...this.#entries].filter(([wireN]) => wireN <= this.#got).map(([wireN, entry]) => ({wireN, entry}));
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

	#renumber(unsent: ReadonlyArray<[number, OutboxEntry]>, got: number) {
		for (const [wireN] of unsent) {
			this.#entries.delete(wireN);
		}

		for (const [index, [, entry]] of unsent.entries()) {
			this.#entries.set(got + 1 + index, entry);
		}

		this.#lastWireN = got + unsent.length;
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
