/**
One direction of a connection: the bytes that the sender's kernel has taken and the receiver's
program has not.
*/
import {Buffer} from 'node:buffer';

/** How a direction ends after its last byte: as asked, or with a reset. */
export type Ending = 'fin' | 'rst';

export class MemoryPipe {
	ending: Ending | undefined;
	/** The receiver has been told of the ending. */
	isOver = false;
	readonly #capacity: number;
	#bytes: Uint8Array = new Uint8Array();
	/** What the kernel has not taken yet. */
	#waiting: {readonly bytes: Uint8Array; readonly onTaken: () => void} | undefined;

	/** `capacity`: bytes that the kernels of both ends hold. */
	constructor(capacity: number) {
		this.#capacity = capacity;
	}

	get size() {
		return this.#bytes.length;
	}

	write(bytes: Uint8Array, onTaken: () => void) {
		this.#waiting = {bytes, onTaken};
		this.#fill();
	}

	take(count: number): Uint8Array {
		const taken = this.#bytes.subarray(0, count);
		this.#bytes = this.#bytes.subarray(count);
		this.#fill();
		return taken;
	}

	/** Nothing that is written from now on arrives. A reset comes after what is on its way. */
	end(ending: Ending) {
		if (this.ending !== 'rst') {
			this.ending = ending;
		}

		this.#fill();
	}

	/** The sending program is gone, and what its kernel had not taken with it. */
	discardUnsent() {
		this.#waiting = undefined;
	}

	/** What is on its way is lost. */
	discard() {
		this.#bytes = new Uint8Array();
		this.#fill();
	}

	#fill() {
		const waiting = this.#waiting;
		if (!waiting) {
			return;
		}

		const room = this.ending === undefined ? Math.max(0, this.#capacity - this.#bytes.length) : 0;
		const taken = waiting.bytes.subarray(0, room);
		this.#bytes = Buffer.concat([this.#bytes, taken]);
		const rest =
			this.ending === undefined ? waiting.bytes.subarray(taken.length) : waiting.bytes.subarray(waiting.bytes.length);
		this.#waiting = rest.length > 0 ? {...waiting, bytes: rest} : undefined;
		if (rest.length === 0) {
			waiting.onTaken();
		}
	}
}
