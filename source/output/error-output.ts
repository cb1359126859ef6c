import type {Writable} from 'node:stream';

/** Lines are left out while so much waits for the reader of standard error, in bytes. */
const maximumUnread = 262_144;

/**
Standard error: a side channel. Nobody need read it: what waits is bounded, and its errors, such as
a reader that has gone, do nothing.
*/
export class ErrorOutput {
	readonly #stream: Writable;
	/** The number of lines that were left out since the last one that was written. */
	#skipped = 0;

	constructor(stream: Writable) {
		this.#stream = stream;
		stream.on('error', () => undefined);
	}

	/** Writes whole lines, or leaves them out while too much waits. */
	write(lines: string) {
		if (this.#stream.writableLength > maximumUnread) {
			this.#skipped += lines.split('\n').length - 1;
		} else {
			this.report(lines);
		}
	}

	/** Writes whole lines in any case. For what is bounded, and may be what the reader needs. */
	report(lines: string) {
		const skipped = this.#skipped;
		this.#skipped = 0;
		const note = skipped === 0 ? '' : `Not read in time, and left out here: ${skipped} lines.\n`;
		this.#stream.write(note + lines);
	}

	/** Resolves when all is written, or cannot be. */
	async drain(): Promise<void> {
		await new Promise<void>(resolve => {
			this.#stream.write('', () => {
				resolve();
			});
		});
	}
}
