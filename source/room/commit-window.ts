import {estimateShowing} from './showing-cost.ts';

/** The records that wait for the log may take this many bytes. */
const maximumBytes = 128 * 1024;
/** To deliver them to all members may take this many bytes. */
const maximumDelivered = 4 * 1024 * 1024;
/** To show them at the host may take this long, in milliseconds. */
const maximumShowing = 20;
/** A record takes about this many bytes besides its text. */
const recordBytes = 200;

type Cost = {readonly bytes: number; readonly showing: number};

/**
Bounds what is on its way into the log, by its bytes, by those of its delivery and by the time to
show it: a new message waits for what was taken before, and that is written, delivered and shown in
some tens of milliseconds.
*/
export class CommitWindow {
	/** The costs of each record that is on its way, oldest first. */
	readonly #costs: Cost[] = [];
	#bytes = 0;
	#showing = 0;

	/** Adds a record with the text, which JSON escapes. */
	add(text: string) {
		const cost = {bytes: recordBytes + JSON.stringify(text).length, showing: estimateShowing(text)};
		this.#costs.push(cost);
		this.#bytes += cost.bytes;
		this.#showing += cost.showing;
	}

	/** Call when the oldest `count` records are durable. */
	settle(count: number) {
		for (const {bytes, showing} of this.#costs.splice(0, count)) {
			this.#bytes -= bytes;
			this.#showing -= showing;
		}
	}

	/** Returns whether nothing more is to be taken now for so many members. */
	isFull(members: number): boolean {
		const isMuch = this.#bytes >= Math.min(maximumBytes, maximumDelivered / Math.max(1, members));
		return isMuch || this.#showing >= maximumShowing;
	}
}
