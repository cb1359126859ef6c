/** The records that wait for the log may take this many bytes. */
const maximumBytes = 128 * 1024;
/** To deliver them to all members may take this many bytes. */
const maximumDelivered = 4 * 1024 * 1024;
/** A record takes about this many bytes besides its text. */
const recordBytes = 200;

/**
Bounds what is on its way into the log, by its bytes and by those of its delivery: a new message
waits for what was taken before, and that is written and delivered in some tens of milliseconds.
*/
export class CommitWindow {
	/** The bytes of each record that is on its way, oldest first. */
	readonly #sizes: number[] = [];
	#bytes = 0;

	/** Adds a record with the text, which JSON escapes. */
	add(text: string) {
		const size = recordBytes + JSON.stringify(text).length;
		this.#sizes.push(size);
		this.#bytes += size;
	}

	/** Call when the oldest `count` records are durable. */
	settle(count: number) {
		for (const size of this.#sizes.splice(0, count)) {
			this.#bytes -= size;
		}
	}

	/** Returns whether nothing more is to be taken now for so many members. */
	isFull(members: number): boolean {
		return this.#bytes >= Math.min(maximumBytes, maximumDelivered / Math.max(1, members));
	}
}
