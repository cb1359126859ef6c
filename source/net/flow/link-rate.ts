/** By how much of the time that passes two clocks may differ, generously. */
const clockDrift = 0.001;
/** The number of arrivals that are remembered, however few bytes they have. */
const maximumArrivals = 64;
/** Arrivals within so many milliseconds are one: they may have been held up together. */
const bunchTime = 20;

/** Bytes that have come at the peer, from the end of those before up to a mark. */
export type Arrival = {
	readonly bytes: number;
	/** When the first of them was written, by the clock here, in milliseconds. */
	readonly startedAt: number;
	/** When the mark was written, by the clock here. */
	readonly markedAt: number;
	/** When the mark was handled, by the peer's clock. */
	readonly at: number;
	/** When the answer came, by the clock here. */
	readonly now: number;
};

/** An arrival as the peer reports it. Any time may be claimed; no value is negative or infinite. */
export type Measurement = {
	/** How long the mark waited on its way, in milliseconds; at most the round trip. */
	readonly wait: number;
	/**
	The bytes per millisecond that the link takes. Undefined until enough has come that bunched
	arrivals do not deceive.
	*/
	readonly rate: number | undefined;
};

/** Bytes, for how long the link took them, and when the first of them had come. */
type Busy = {readonly bytes: number; readonly busy: number; readonly at: number};

/**
Measures the way to a peer apart from the way back, by when the peer says that marks have come.

Its clock has another origin. The mark that was under way for the shortest time shows the
difference: that one has not waited. The rate is measured over the times in which the link was busy.
A computer that sleeps, or a peer that lies, makes a wait too long or too short, within the round
trip.
*/
export class LinkRate {
	/** The peer's clock minus the one here, for a mark that does not wait. */
	#offset = Infinity;
	#offsetAt = 0;
	#lastAt = -Infinity;
	/** The last arrivals. */
	#recent: readonly Busy[] = [];

	/** `window`: the number of bytes over which the rate is measured. */
	add({bytes, startedAt, markedAt, at, now}: Arrival, window: number): Measurement {
		const drift = (now - this.#offsetAt) * clockDrift;
		this.#offset = Math.min(at - markedAt, this.#offset + drift);
		this.#offsetAt = now;
		if (at < this.#lastAt) {
			// The peer's clock stood still while its computer slept.
			this.#lastAt = -Infinity;
			this.#recent = [];
		}

		const began = Math.max(this.#lastAt, startedAt + this.#offset);
		this.#recent = this.#keep(this.#append({bytes, busy: Math.max(0, at - began), at}), window);
		this.#lastAt = at;
		return {wait: Math.min(at - markedAt - this.#offset, now - markedAt), rate: this.#measure(window)};
	}

	#append({bytes, busy, at}: Busy): readonly Busy[] {
		const last = this.#recent.at(-1);
		return last && Math.abs(at - last.at) <= bunchTime
			? [...this.#recent.slice(0, -1), {bytes: last.bytes + bytes, busy: last.busy + busy, at: last.at}]
			: [...this.#recent, {bytes, busy, at}];
	}

	/** Returns the last arrivals that have as many bytes as the window. */
	#keep(arrivals: readonly Busy[], window: number) {
		let bytes = 0;
		const first = arrivals.findLastIndex(each => {
			bytes += each.bytes;
			return bytes >= window;
		});
		return arrivals.slice(Math.max(first, arrivals.length - maximumArrivals, 0));
	}

	#measure(window: number): number | undefined {
		let bytes = 0;
		let busy = 0;
		for (const each of this.#recent) {
			bytes += each.bytes;
			busy += each.busy;
		}

		return bytes >= window ? bytes / Math.max(1, busy) : undefined;
	}
}
