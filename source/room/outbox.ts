/** One message that I said and nobody has acknowledged. */
export type OutboxEntry = {
	/** My own count, from 1. It stays the same whatever the host calls it. */
	readonly n: number;
	readonly text: string;
};

/**
What I said and nobody has acknowledged yet, in order. An entry leaves only when the room's log has it or the room has refused
it, so a lost connection loses nothing: the rest is sent again, and the host drops what it already had by its number.
*/
export class Outbox {
	/** By the host's number, in order. */
	#entries = new Map<number, OutboxEntry>();
	/** My count of the last message that was put in. */
	#last = 0;
	/** The host's number of the last message that was put in. It differs from my count once a host has forgotten me. */
	#lastWireN = 0;
	/** The host's number of the last message that was handed to the present connection. */
	#sent = 0;

	/** How many messages wait for their acknowledgement. */
	get size() {
		return this.#entries.size;
	}

	get entries(): readonly OutboxEntry[] {
		return [...this.#entries.values()];
	}

	add(text: string): OutboxEntry {
		this.#last++;
		this.#lastWireN++;
		const entry = {n: this.#last, text};
		this.#entries.set(this.#lastWireN, entry);
		return entry;
	}

	/** A new connection to the same room: it has all of mine up to its number `got`; what comes after is sent again. */
	rewind(got: number) {
		this.#sent = Math.min(got, this.#lastWireN);
	}

	/** A room that knows nothing of mine: what waits is numbered anew, without gaps, from `got` + 1. */
	restart(got: number) {
		const waiting = this.entries;
		this.#entries = new Map(waiting.map((entry, index) => [got + 1 + index, entry]));
		this.#lastWireN = got + waiting.length;
		this.#sent = got;
	}

	/** The next message to hand to the connection, with the host's number for it, or nothing when all are handed over. */
	next(): {readonly wireN: number; readonly entry: OutboxEntry} | undefined {
		while (this.#sent < this.#lastWireN) {
			this.#sent++;
			const entry = this.#entries.get(this.#sent);
			if (entry) {
				return {wireN: this.#sent, entry};
			}
		}

		return undefined;
	}

	/** The host has settled its number `wireN`: it is in the log, or refused. Gives the entry, once. */
	settle(wireN: number): OutboxEntry | undefined {
		const entry = this.#entries.get(wireN);
		this.#entries.delete(wireN);
		return entry;
	}
}
