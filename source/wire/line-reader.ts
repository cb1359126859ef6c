import {Buffer, isUtf8} from 'node:buffer';

/** The error that stopped a reader. */
export type LineError = 'too-big' | 'bad-utf8';

const lineFeed = 0x0a;

/**
Splits a stream of bytes into lines that end with LF. A line is at most `limit` bytes of valid
UTF-8; the first line that is not stops the reader.
*/
export class LineReader {
	readonly #limit: number;
	#parts: Uint8Array[] = [];
	#size = 0;
	#error: LineError | undefined;

	/** `limit`: the maximum length of a line in bytes, without its LF. */
	constructor(limit: number) {
		this.#limit = limit;
	}

	/** Whether part of a line has arrived, but not its end. */
	get isMidLine() {
		return this.#size > 0;
	}

	/** The number of bytes of the line whose end has not arrived. */
	get partialSize() {
		return this.#size;
	}

	/** The error that stopped the reader, if any. */
	get error() {
		return this.#error;
	}

	/** Yields the lines that this chunk completes, without their LF. */
	*read(chunk: Uint8Array): Generator<string, void, undefined> {
		let start = 0;
		while (!this.#error) {
			const end = chunk.indexOf(lineFeed, start);
			const part = chunk.subarray(start, end === -1 ? undefined : end);
			this.#size += part.length;
			if (this.#size > this.#limit) {
				this.#error = 'too-big';
				return;
			}

			if (end === -1) {
				if (part.length > 0) {
					this.#parts.push(part);
				}

				return;
			}

			const line = this.#parts.length === 0 ? part : Buffer.concat([...this.#parts, part]);
			this.#parts = [];
			this.#size = 0;
			if (!isUtf8(line)) {
				this.#error = 'bad-utf8';
				return;
			}

			start = end + 1;
			yield Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString();
		}
	}
}
