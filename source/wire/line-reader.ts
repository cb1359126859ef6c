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

	/**
	Returns the lines that this chunk completes, without their LF, and the error that stopped the
	reader, if any.
	*/
	push(chunk: Uint8Array): {readonly lines: readonly string[]; readonly error?: LineError} {
		const lines: string[] = [];
		let start = 0;
		for (;;) {
			const end = chunk.indexOf(lineFeed, start);
			const part = chunk.subarray(start, end === -1 ? undefined : end);
			this.#size += part.length;
			if (this.#size > this.#limit) {
				return {lines, error: 'too-big'};
			}

			if (end === -1) {
				if (part.length > 0) {
					this.#parts.push(part);
				}

				return {lines};
			}

			const line = this.#parts.length === 0 ? part : Buffer.concat([...this.#parts, part]);
			this.#parts = [];
			this.#size = 0;
			if (!isUtf8(line)) {
				return {lines, error: 'bad-utf8'};
			}

			lines.push(Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString());
			start = end + 1;
		}
	}
}
