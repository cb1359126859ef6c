import {Writable} from 'node:stream';
import {anchorColumns} from './column-anchors.ts';
import {limitSize} from './window-size.ts';
import {inkModes} from './sequences.ts';

/** Standard output, as far as it is used here. */
export type OutputTerminal = {
	readonly columns?: number | undefined;
	readonly rows?: number | undefined;
	write: (text: string) => unknown;
	on: (event: 'resize' | 'error', listener: () => void) => unknown;
};

/**
What Ink writes to in place of standard output, given to it by `render({stdout})`. Passes on only
while the terminal is the program's, so that no frame reaches the shell's screen, and limits the
size of a frame. Sets the columns of rows that terminals may count differently. Drops Ink's own
switching of modes: TerminalModes switches them, in raw mode.
*/
export class TerminalOutput extends Writable {
	/** Whether the terminal is the program's. */
	isOpen = false;
	readonly #terminal: OutputTerminal;
	readonly #env: Readonly<Record<string, string | undefined>>;

	constructor(terminal: OutputTerminal, env: Readonly<Record<string, string | undefined>> = {}) {
		super({decodeStrings: false});
		this.#terminal = terminal;
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
		if (this.isOpen && !inkModes.has(text)) {
			this.#terminal.write(anchorColumns(text, this.columns));
		}

		// At once: a terminal is written synchronously, and nothing may wait here when the program
		// stops or ends.
		callback();
	}

	get #size() {
		return limitSize(this.#terminal, this.#env);
	}
}
