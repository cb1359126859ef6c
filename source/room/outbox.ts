import type {Recipient} from './member.ts';

/** What is said, and to whom alone, where it is not for all. */
export type OutgoingMessage = {readonly text: string; readonly to?: Recipient};

/** One message that I said and nobody has acknowledged. */
export type OutboxEntry = OutgoingMessage & {
	/**
	My own count, from 1 for what this run was given. It stays the same whatever the host calls it;
	what an earlier run left has 0 and below.
	*/
	readonly n: number;
};

/** What of an outbox outlives the program. */
export type SavedOutbox = {
	/** The history in which the host's numbers count; undefined before the first welcome. */
	readonly room: string | undefined;
	/** The host's number of the last message that was put in. */
	readonly last: number;
	/** In order, with the host's numbers. */
	readonly entries: ReadonlyArray<OutgoingMessage & {readonly wireN: number}>;
};

/** Where an outbox is kept. What is told first is durable first. */
export type OutboxJournal = {
	/** Calls back once the message would outlive the program. */
	readonly add: (wireN: number, words: OutgoingMessage, onDurable: () => void) => void;
	/** The message need not be kept any longer. */
	readonly settle: (wireN: number) => void;
	/** Everything is numbered anew. Calls back once that would outlive the program. */
	readonly replace: (saved: SavedOutbox, onDurable: () => void) => void;
};

/** Keeps nothing: what waits is gone with the program. */
export const discardingJournal: OutboxJournal = {
	add(_wireN, _words, onDurable) {
		onDurable();
	},
	settle() {
		// Nothing is kept.
	},
	replace(_saved, onDurable) {
		onDurable();
	},
};

const nothing: SavedOutbox = {room: undefined, last: 0, entries: []};

/**
What I said and nobody has acknowledged yet, in order. An entry leaves only when the room's log has
it or the room has refused it, so a lost connection loses nothing: the rest is sent again, and the
host drops what it already had by its number. A number is never used for two messages, so an entry
is sent only once the journal has it.
*/
export class Outbox {
	readonly #journal: OutboxJournal;
	readonly #onReady: () => void;
	/** By the host's number, in order. */
	readonly #entries: Map<number, OutboxEntry>;
	readonly #handed = new WeakSet<OutboxEntry>();
	#room: string | undefined;
	/** My count of the last message that was put in. */
	#last = 0;
	/**
	The host's numbers: of the last message that was put in, that the journal has, that was handed
	to the present connection.
	*/
	#lastWireN: number;
	#durable: number;
	#sent: number;
	/** Counts the times that everything was numbered anew. */
	#numbering = 0;
	/** The highest of them that the room had used when the present connection began. */
	#got = 0;

	/** `onReady`: there may be more to hand over. */
	constructor({
		saved = nothing,
		journal = discardingJournal,
		onReady = () => undefined,
	}: {readonly saved?: SavedOutbox; readonly journal?: OutboxJournal; readonly onReady?: () => void} = {}) {
		const {room, last, entries} = saved;
		this.#journal = journal;
		this.#onReady = onReady;
		this.#room = room;
		this.#lastWireN = last;
		this.#durable = last;
		this.#sent = last;
		this.#entries = new Map(
			entries.map(({wireN, ...words}, index) => [wireN, {n: index + 1 - entries.length, ...words}]),
		);
	}

	/** Whether a connection has had it, so that it may have arrived. */
	wasSent(entry: OutboxEntry): boolean {
		return this.#handed.has(entry);
	}

	/** How many messages wait for their acknowledgement. */
	get size() {
		return this.#entries.size;
	}

	get entries(): readonly OutboxEntry[] {
		return [...this.#entries.values()];
	}

	add(text: string, to?: Recipient): OutboxEntry {
		this.#last++;
		this.#lastWireN++;
		const wireN = this.#lastWireN;
		const words = {text, ...(to && {to})};
		const entry = {n: this.#last, ...words};
		this.#entries.set(wireN, entry);
		const numbering = this.#numbering;
		this.#journal.add(wireN, words, () => {
			this.#journalHas(wireN, numbering);
		});
		return entry;
	}

	/**
	A new connection: the room has used all my numbers up to `got`. What comes after is sent again;
	what is left of those before is `doubtful`. In another room than before, or in one that has lost
	its history, all that waits is numbered anew; and so is what this run has not sent, where an
	earlier run has used more numbers than the journal knows.
	*/
	welcome(room: string, got: number, hasLostHistory: boolean) {
		// Where the journal failed before it was told of the room, its numbers still are the ones
		// that were used.
		const isAnother = hasLostHistory || (this.#room === undefined ? got === 0 : room !== this.#room);
		const unsent = [...this.#entries].filter(([, entry]) => isAnother || (entry.n > 0 && !this.#handed.has(entry)));
		const isTaken = got > this.#lastWireN || unsent.some(([wireN]) => wireN <= got);
		this.#got = got;
		this.#sent = got;
		if (isAnother || isTaken) {
			this.#renumber(unsent, got);
		}

		if (isAnother || isTaken || room !== this.#room) {
			this.#room = room;
			this.#saveAll();
		}
	}

	/** The room has settled their numbers, and what it said of them was lost. */
	get unconfirmed(): ReadonlyArray<{readonly wireN: number; readonly entry: OutboxEntry}> {
		return [...this.#entries].filter(([wireN]) => wireN <= this.#got).map(([wireN, entry]) => ({wireN, entry}));
	}

	/**
	The next message to hand to the connection, with the host's number for it, or nothing for now.
	*/
	next(): {readonly wireN: number; readonly entry: OutboxEntry} | undefined {
		while (this.#sent < this.#durable) {
			this.#sent++;
			const entry = this.#entries.get(this.#sent);
			if (entry) {
				this.#handed.add(entry);
				return {wireN: this.#sent, entry};
			}
		}

		return undefined;
	}

	/**
	The host has settled its number `wireN`: it is in the log, or refused. Gives the entry, once.
	*/
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

	#saveAll() {
		this.#durable = this.#sent;
		this.#numbering++;
		const numbering = this.#numbering;
		const last = this.#lastWireN;
		const entries = [...this.#entries].map(([wireN, {n: _, ...words}]) => ({wireN, ...words}));
		this.#journal.replace({room: this.#room, last, entries}, () => {
			this.#journalHas(last, numbering);
		});
	}

	/**
	What is told of an older numbering counts for nothing: the newer one holds all that waits.
	*/
	#journalHas(wireN: number, numbering: number) {
		if (numbering === this.#numbering) {
			this.#durable = Math.max(this.#durable, wireN);
			this.#onReady();
		}
	}
}
