/**
One direction of a connection in memory: the bytes that the sender's kernel has accepted and the
receiver's program has not read.
*/
import {Buffer} from 'node:buffer';

/** How a direction ends after its last byte: with a FIN, or with a reset. */
export type Ending = 'fin' | 'rst';

export class MemoryPipe {
	ending: Ending | undefined;
	/** Whether the receiver has got the ending. */
	isOver = false;
	readonly #capacity: number;
	#bytes: Uint8Array = new Uint8Array();
	/** The bytes that the kernel has not accepted yet. */
	#unsent: {readonly bytes: Uint8Array; readonly onAccepted: () => void} | undefined;

	/** `capacity`: how many bytes the kernels of both ends hold. */
	constructor(capacity: number) {
		this.#capacity = capacity;
	}

	/** Called when there are bytes or an ending to deliver. */
	onReadable: () => void = () => undefined;

	get size() {
		return this.#bytes.length;
	}

	write(bytes: Uint8Array, onAccepted: () => void) {
		this.#unsent = {bytes, onAccepted};
		this.#fill();
		this.onReadable();
	}

	/** Removes and returns at most `count` bytes. */
	read(count: number): Uint8Array {
		const bytes = this.#bytes.subarray(0, count);
		this.#bytes = this.#bytes.subarray(count);
		this.#fill();
		return bytes;
	}

	/** Discards all later writes. The ending arrives after the bytes that are in flight. */
	end(ending: Ending) {
		if (this.ending !== 'rst') {
			this.ending = ending;
		}

		this.#fill();
		this.onReadable();
	}

	/** Discards what the kernel has not accepted: the sending program is gone. */
	discardUnsent() {
		this.#unsent = undefined;
	}

	/** Discards the bytes in flight. */
	discard() {
		this.#bytes = new Uint8Array();
		this.#fill();
	}

	#fill() {
		const unsent = this.#unsent;
		if (!unsent) {
			return;
		}

		const room = this.ending === undefined ? Math.max(0, this.#capacity - this.#bytes.length) : 0;
		const accepted = unsent.bytes.subarray(0, room);
		this.#bytes = Buffer.concat([this.#bytes, accepted]);
		const rest = unsent.bytes.subarray(this.ending === undefined ? accepted.length : unsent.bytes.length);
		this.#unsent = rest.length > 0 ? {...unsent, bytes: rest} : undefined;
		if (rest.length === 0) {
			unsent.onAccepted();
		}
	}
}
