import {Writable} from 'node:stream';
import type {Writer} from '../../../output/terminal-writer.ts';
import {anchorColumns} from './column-anchors.ts';
import {limitSize} from './window-size.ts';
import {inkModes, synchronizedUpdate} from './sequences.ts';

/** Standard output, as far as it is used here. */
export type OutputTerminal = {
	readonly columns?: number | undefined;
	readonly rows?: number | undefined;
	on: (event: 'resize' | 'error', listener: () => void) => unknown;
};

/** Frames are dropped while more waits for the terminal, in bytes. */
const maximumPending = 16_384;

/** How long the end waits for a terminal that takes nothing, in milliseconds. */
const flushTimeout = 1000;

/**
What Ink writes to in place of standard output, given to it by `render({stdout})`. Passes on only
while the terminal is the program's, so that no frame reaches the shell's screen, and limits the
size of a frame. Sets the columns of rows that terminals may count differently. Drops Ink's own
switching of modes: TerminalModes switches them, in raw mode.

A terminal that takes nothing costs nobody anything: frames are dropped, always whole ones, and once
it has taken what waits, everything is to be drawn again.
*/
export class TerminalOutput extends Writable {
	/** Whether the terminal is the program's. */
	isOpen = false;
	readonly #terminal: OutputTerminal;
	readonly #writer: Writer;
	readonly #env: Readonly<Record<string, string | undefined>>;
	/** Whether a frame has begun that is written, or dropped, to its end. */
	#isInFrame = false;
	/** Whether frames are dropped, until everything is drawn again. */
	#isDropping = false;

	/** `writer`: writes to the terminal. */
	constructor(terminal: OutputTerminal, writer: Writer, env: Readonly<Record<string, string | undefined>> = {}) {
		super({decodeStrings: false});
		this.#terminal = terminal;
		this.#writer = writer;
		this.#env = env;
		terminal.on('resize', () => {
			this.emit('resize');
		});
	}

	// eslint-disable-next-line @typescript-eslint/naming-convention -- Ink's name.
	get isTTY(): boolean {
		return true;
	}

	get columns(): number {
		return this.#size.columns;
	}

	get rows(): number {
		return this.#size.rows;
	}

	override _write(text: string, _encoding: unknown, callback: () => void) {
		if (this.isOpen && !inkModes.has(text) && this.#accepts(text)) {
			this.#writer.write(anchorColumns(text, this.columns));
		}

		// At once: nothing may wait in this stream when the program stops or ends.
		callback();
	}

	/** Calls back when frames were dropped, and the terminal takes one again. */
	onStale(listener: () => void) {
		this.#writer.onDrain(() => {
			if (this.#isDropping) {
				this.#isDropping = false;
				listener();
			}
		});
	}

	/** Writes what the shell needs, in place of frames that wait. */
	restore(modes: string) {
		this.#writer.discard();
		this.#writer.write(modes);
		this.#isInFrame = false;
		this.#isDropping = false;
	}

	/** Waits until the terminal has taken everything, but only for a moment. */
	async flush(): Promise<void> {
		return this.#writer.flush(flushTimeout);
	}

	/** As `flush`, but blocks. */
	flushNow() {
		this.#writer.flushNow(flushTimeout);
	}

	/** Returns whether to write a text. A terminal holds back a frame that has no end. */
	#accepts(text: string): boolean {
		if (!this.#isInFrame) {
			this.#isDropping ||= this.#writer.pendingBytes > maximumPending;
		}

		if (text === synchronizedUpdate.begin || text === synchronizedUpdate.end) {
			this.#isInFrame = text === synchronizedUpdate.begin;
		}

		return !this.#isDropping;
	}

	get #size() {
		return limitSize(this.#terminal, this.#env);
	}
}
