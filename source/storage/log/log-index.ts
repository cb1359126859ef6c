/** What must be known of a room's file to go on with it: whose numbers are used up, how far it goes, and where to find a message. */
import type {Refusal} from '../../room/log.ts';
import {parseRecord} from '../files/records.ts';
import {decodePlace, decodeRefusal, type Place} from './log-records.ts';

/** How many messages share one entry of the index. */
const stride = 64;

export class LogIndex {
	/** The highest number of each author, of its messages and its refusals. */
	readonly authors = new Map<string, number>();
	/** The `seq` of the last message. */
	head = 0;
	/** The byte offsets of the messages with `seq` 1, 65, 129, … */
	readonly #offsets: number[] = [];

	/** How many entries the index has. */
	get indexSize() {
		return this.#offsets.length;
	}

	/** Takes what a record says. `false`: it is not one that can stand here. */
	take(json: string, offset: number): boolean {
		const place = decodePlace(json);
		if (place) {
			const isNext = place.seq === this.head + 1 && place.n > (this.authors.get(place.id) ?? 0);
			if (isNext) {
				this.addMessage(place, offset);
			}

			return isNext;
		}

		const refusal = decodeRefusal(parseRecord(json) ?? {});
		if (refusal) {
			this.addRefusal(refusal);
		}

		return refusal !== undefined;
	}

	addMessage({seq, id, n}: Place, offset: number) {
		if ((seq - 1) % stride === 0) {
			this.#offsets.push(offset);
		}

		this.head = seq;
		this.authors.set(id, n);
	}

	addRefusal({id, n}: Pick<Refusal, 'id' | 'n'>) {
		this.authors.set(id, Math.max(n, this.authors.get(id) ?? 0));
	}

	/** Where to begin to read to come upon this message within a few: a byte offset. */
	offsetBefore(seq: number): number {
		return this.#offsets[Math.floor((seq - 1) / stride)] ?? 0;
	}
}
