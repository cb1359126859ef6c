import {writeSync} from 'node:fs';
import {Writable} from 'node:stream';
import {createBlockingWriter} from './blocking-writer.ts';
import {openOwnDescriptor} from './own-descriptor.ts';
import {TerminalWriter, type Writer} from './terminal-writer.ts';

/**
Returns a writer to the terminal behind a descriptor, or undefined where it cannot be opened anew.
*/
const openOwnWriter = (descriptor: number): Writer | undefined => {
	const own = openOwnDescriptor(descriptor);
	return own === undefined ? undefined : new TerminalWriter(bytes => writeSync(own, bytes));
};

/**
Returns a writer to the terminal that is standard output. Where it cannot be opened anew, Node's own
stream writes, and waits until the terminal has taken everything.
*/
export const openWriter = (stdout: Writable): Writer =>
	openOwnWriter(1) ?? createBlockingWriter(text => stdout.write(text));

/** A terminal as a stream: what it does not take waits, and the program does not. */
export class TerminalStream extends Writable {
	readonly #writer: Writer;
	#callback: (() => void) | undefined;

	constructor(writer: Writer) {
		super();
		this.#writer = writer;
		writer.onDrain(() => {
			const callback = this.#callback;
			this.#callback = undefined;
			callback?.();
		});
		writer.onError(error => {
			this.destroy(error);
		});
	}

	// eslint-disable-next-line @typescript-eslint/naming-convention -- Node's name.
	get isTTY(): boolean {
		return true;
	}

	override _write(chunk: Uint8Array, _encoding: string, callback: () => void) {
		this.#writer.write(chunk);
		if (this.#writer.pendingBytes === 0) {
			callback();
		} else {
			this.#callback = callback;
		}
	}
}

/** Returns the terminal behind a descriptor as a stream; undefined if it cannot be opened anew. */
export const openStream = (descriptor: number): TerminalStream | undefined => {
	const writer = openOwnWriter(descriptor);
	return writer && new TerminalStream(writer);
};
