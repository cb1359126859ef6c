/**
The index of a room's file: the used numbers of each author, the last `seq`, and the offsets of
messages.
*/
import type {Refusal} from '../../room/log.ts';
import {parseRecord} from '../files/records.ts';
import {decodePosition, decodeRefusal, isSeal, type MessagePosition} from './log-records.ts';

/** One entry of the index covers this many messages. */
const stride = 64;

export class LogIndex {
	/** The highest number of each author, of its messages and refusals. */
	readonly authors = new Map<string, number>();
	/** The `seq` of the last message. */
	head = 0;
	/** The byte offsets of the messages with `seq` 1, 65, 129, … */
	readonly #offsets: number[] = [];

	/** The number of entries in the index. */
	get indexSize() {
		return this.#offsets.length;
	}

	/** Adds a record. Returns false if the record cannot follow the ones before it. */
	addRecord(json: string, offset: number): boolean {
		const place = decodePosition(json);
		if (place) {
			const isNext = place.seq === this.head + 1 && place.n > (this.authors.get(place.id) ?? 0);
			if (isNext) {
				this.addMessage(place, offset);
			}

			return isNext;
		}

		const refusal = decodeRefusal(parseRecord(json) ?? {});
		if (refusal && !isSeal(refusal)) {
			this.addRefusal(refusal);
		}

		return refusal !== undefined;
	}

	addMessage({seq, id, n}: MessagePosition, offset: number) {
		if ((seq - 1) % stride === 0) {
			this.#offsets.push(offset);
		}

		this.head = seq;
		this.authors.set(id, n);
	}

	addRefusal({id, n}: Pick<Refusal, 'id' | 'n'>) {
		this.authors.set(id, Math.max(n, this.authors.get(id) ?? 0));
	}

	/** Returns the byte offset to read from to find this message within 64 messages. */
	findOffsetBefore(seq: number): number {
		return this.#offsets[Math.floor((seq - 1) / stride)] ?? 0;
	}
}
