import type {LogNote} from '../../source/storage/log/synced-note.ts';

/** A note of what is synced, in memory. It outlives each run, as a file does. */
export class MemoryNote implements LogNote {
	synced: number | undefined;
	#seed: number | undefined;

	read(seed: number | undefined) {
		return seed === undefined || seed === this.#seed ? this.synced : undefined;
	}

	open(seed: number, synced: number) {
		this.#seed = seed;
		this.synced = synced;
	}

	update(synced: number) {
		this.synced = synced;
	}

	async close() {
		// Nothing is open.
	}
}
