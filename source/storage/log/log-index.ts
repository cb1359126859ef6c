/**
The index of a room's file: the used numbers of each author, the last `seq`, and the offsets of
messages.
*/
import type {Refusal} from '../../room/log.ts';
import {parseRecord} from '../files/records.ts';
import {decodePosition, decodeRefusal, isSeal, type MessagePosition} from './log-records.ts';

/** One entry of the index covers this many messages, or bytes, and the message that ends there. */
const stride = 64;
const strideBytes = 65_536;

export class LogIndex {
	/** The highest number of each author, of its messages and refusals. */
	readonly authors = new Map<string, number>();
	/** The `seq` of the last message. */
	head = 0;
	/** The messages with an entry in the index, and their byte offsets. */
	readonly #seqs: number[] = [];
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
		if (seq >= (this.#seqs.at(-1) ?? -Infinity) + stride || offset >= (this.#offsets.at(-1) ?? 0) + strideBytes) {
			this.#seqs.push(seq);
			this.#offsets.push(offset);
		}

		this.head = seq;
		this.authors.set(id, n);
	}

	addRefusal({id, n}: Pick<Refusal, 'id' | 'n'>) {
		this.authors.set(id, Math.max(n, this.authors.get(id) ?? 0));
	}

	/** Returns the byte offset to read from to find this message soon. */
	findOffsetBefore(seq: number): number {
		return this.#offsets[this.#findEntry(seq)] ?? 0;
	}

	/**
	Returns a block of messages that ends with the one before a place: as many as `size` bytes hold,
	and at least those of one entry. `end`: the offset at which it ends, if the file goes on there.
	*/
	findBlockBefore(before: number, size: number, fileEnd: number): {seq: number; start: number; end?: number} {
		const last = Math.max(0, this.#findEntry(before - 1));
		const end = this.#offsets[last + 1];
		let first = last;
		while (first > 0 && (end ?? fileEnd) - (this.#offsets[first - 1] ?? 0) <= size) {
			first--;
		}

		return {seq: this.#seqs[first] ?? 1, start: this.#offsets[first] ?? 0, end};
	}

	/** Returns the number of the last entry that does not come after a message; -1 if all do. */
	#findEntry(seq: number): number {
		let low = 0;
		let high = this.#seqs.length;
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if ((this.#seqs[middle] ?? Infinity) <= seq) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}

		return low - 1;
	}
}
