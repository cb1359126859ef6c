import {Buffer, isUtf8} from 'node:buffer';

/** Why a stream of lines had to be given up. */
export type LineError = 'too-big' | 'bad-utf8';

const lineFeed = 0x0a;

/**
Cuts a stream of bytes into lines that end with LF. A line is at most `limit` bytes and strict UTF-8; after the first that is not,
nothing more is read.
*/
export class LineReader {
	readonly #limit: number;
	#parts: Uint8Array[] = [];
	#size = 0;

	/** `limit`: bytes in a line, its LF not counted. */
	constructor(limit: number) {
		this.#limit = limit;
	}

	/** Whether the beginning of a line has come, and its end has not. */
	get isMidLine() {
		return this.#size > 0;
	}

	/**
	The lines that this chunk completes, without their LF, and the error that ended the reading, if
	one did.
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
