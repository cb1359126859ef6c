import {EventEmitter} from 'node:events';
import {StringDecoder} from 'node:string_decoder';
import type {Writable} from 'node:stream';
import {TypedLine, type LineAction} from './typed-line.ts';

/** A terminal's input, as far as it is used here. */
export type TerminalInput = NodeJS.ReadableStream & {
	/** Absent if the terminal cannot be switched. */
	readonly setRawMode?: (isRaw: boolean) => unknown;
};

/** The process, as far as it is used here. */
export type StoppableProcess = {
	readonly on: (signal: 'SIGCONT', listener: () => void) => unknown;
	readonly off: (signal: 'SIGCONT', listener: () => void) => unknown;
	readonly kill: (pid: number, signal: NodeJS.Signals) => unknown;
};

export type LineTerminalOptions = {
	/** Whether the terminal knows escape sequences. */
	readonly hasModes: boolean;
};

/** Mode 7: text beyond the last column continues in the next row. */
const autoWrapOn = '\u{1B}[?7h';

/** How long to wait for the stop, in milliseconds. */
const stopTimeout = 100;

export type LineTerminalEvents = {
	key: never[];
	line: [text: string, isBurst: boolean];
	interrupt: never[];
	close: never[];
};

/**
A terminal that is read line by line and printed to line by line. It echoes by itself, so that what
is printed never stands in the middle of what is typed. It emits `key` when something was typed;
`line`, and whether it came in one read with another text, as lines that are pasted do; `interrupt`
at Ctrl+C; and `close` at the end of the input.
*/
// eslint-disable-next-line unicorn/prefer-event-target
export class LineTerminal extends EventEmitter<LineTerminalEvents> {
	readonly output: Writable;
	readonly #input: TerminalInput;
	readonly #process: StoppableProcess;
	readonly #typed: TypedLine;
	readonly #decoder = new StringDecoder('utf8');
	/** What the keys of one read do. */
	readonly #actions: LineAction[] = [];
	#isClosed = false;

	constructor(input: TerminalInput, output: Writable, process: StoppableProcess, {hasModes}: LineTerminalOptions) {
		super();
		this.#input = input;
		this.output = output;
		this.#process = process;
		this.#typed = new TypedLine(
			text => {
				output.write(text);
			},
			action => {
				this.#actions.push(action);
			},
		);
		this.#input.on('data', this.#onData);
		this.#input.on('end', this.#onEnd);
		this.#input.on('error', this.#onEnd);
		this.#process.on('SIGCONT', this.#onContinue);
		this.#input.setRawMode?.(true);
		if (hasModes) {
			// A screen that was killed leaves it off.
			output.write(autoWrapOn);
		}
	}

	/** Rings the terminal's bell. */
	ring() {
		this.output.write('\u{7}');
	}

	/** Prints text in rows of its own. */
	print(text: string) {
		this.#typed.print(text);
	}

	/** Prints a question. The next line that is typed is the answer. */
	ask(question: string) {
		this.#typed.ask(question);
	}

	/** Leaves the terminal as it was. Emits `close`. */
	close() {
		if (this.#isClosed) {
			return;
		}

		this.#isClosed = true;
		this.#typed.clear();
		this.#process.off('SIGCONT', this.#onContinue);
		this.#input.off('data', this.#onData);
		this.#input.off('end', this.#onEnd);
		this.#input.setRawMode?.(false);
		this.#input.pause();
		this.emit('close');
	}

	#act(action: LineAction, isBurst: boolean) {
		switch (action.type) {
			case 'line': {
				this.emit('line', action.text, isBurst);
				break;
			}

			case 'interrupt': {
				this.emit('interrupt');
				break;
			}

			case 'end': {
				this.close();
				break;
			}

			case 'suspend':
			case 'quit': {
				// What the terminal does by itself when it is not in raw mode.
				this.#input.setRawMode?.(false);
				this.#process.kill(0, action.type === 'quit' ? 'SIGQUIT' : 'SIGTSTP');
				// The kernel does not stop a program that no shell could continue.
				setTimeout(() => {
					if (!this.#isClosed) {
						this.#input.setRawMode?.(true);
					}
				}, stopTimeout);
				break;
			}
		}
	}

	readonly #onData = (chunk: Uint8Array | string) => {
		this.emit('key');
		this.#typed.type(typeof chunk === 'string' ? chunk : this.#decoder.write(chunk));
		const actions = this.#actions.splice(0);
		const [first, ...later] = actions.filter(action => action.type === 'line').map(({text}) => text);
		const isBurst = first !== undefined && [...later, this.#typed.text].some(text => text.trim() !== '');
		for (const action of actions) {
			this.#act(action, isBurst);
		}
	};

	readonly #onEnd = () => {
		this.close();
	};

	/** Takes the terminal again. The shell has changed its mode, of which Node does not know. */
	readonly #onContinue = () => {
		this.#input.setRawMode?.(false);
		this.#input.setRawMode?.(true);
		this.#typed.repeat();
	};
}
