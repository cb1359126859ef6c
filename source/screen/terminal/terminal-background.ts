/** Asks the terminal for its background, and keeps what it answers. */
import type {Readable, Writable} from 'node:stream';
import {AnswerReader, readColorFgBg, parseBackground, backgroundQuery} from './background-answer.ts';
import type {Background} from '../primitives/theme.ts';

/** How long Escape waits for what an answer continues with, in milliseconds: as long as in Ink, for the same reason. */
const keyDelay = 20;
/** An answer that comes later than this, in milliseconds, may find the shell: no program waits for ever. */
const answerDelay = 500;

type Input = Readable & {setRawMode?: (isRaw: boolean) => unknown};

type Parts = {
	readonly input: Input;
	readonly output: Writable;
	readonly env: Readonly<Record<string, string | undefined>>;
};

/**
A store for React. Ink would take the answer for typing, and a second reader would take bytes from Ink: so what Ink reads is looked
through, from before its first frame until after its last.
*/
export class TerminalBackground {
	readonly #parts: Parts;
	readonly #reader = new AnswerReader();
	readonly #listeners = new Set<() => void>();
	#background: Background | undefined;
	readonly #setRawMode: (isRaw: boolean) => void;
	#questions = 0;
	#askedAt = 0;
	#key = '';
	#timer: NodeJS.Timeout | undefined;

	constructor(parts: Parts) {
		this.#parts = parts;
		this.#background = readColorFgBg(parts.env);
		const {input} = parts;
		const {read, setRawMode} = input;
		this.#setRawMode = isRaw => {
			setRawMode?.call(input, isRaw);
		};

		// While an answer is awaited, the end of Ink must not make the terminal echo it.
		input.setRawMode = isRaw => {
			if (isRaw || this.#timeLeft() === 0) {
				this.#setRawMode(isRaw);
			}

			return input;
		};

		input.read = (size?: number): unknown => {
			if (this.#key !== '') {
				const key = this.#key;
				this.#key = '';
				return key;
			}

			const chunk: unknown = Reflect.apply(read, input, [size]);
			return this.#questions > 0 && typeof chunk === 'string' ? this.#take(chunk) : chunk;
		};
	}

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/** Nothing, as long as nobody has told it. */
	readonly get = (): Background | undefined => this.#background;

	/** Asks, once the terminal no longer echoes what comes back: with raw mode on. */
	ask() {
		this.#questions++;
		this.#askedAt = Date.now();
		this.#parts.output.write(backgroundQuery);
	}

	/** After the last frame: an answer that is still on its way would be typed into the shell. */
	async end(): Promise<void> {
		clearTimeout(this.#timer);
		this.#listeners.clear();
		const {input} = this.#parts;
		const left = this.#timeLeft();
		if (left === 0) {
			return;
		}

		await new Promise<void>(resolve => {
			setTimeout(resolve, left);
			this.#listeners.add(resolve);
			// The terminal itself may be gone.
			input.on('error', resolve);
			input.on('readable', () => {
				// What is typed after the end is for nobody.
				input.read();
			});
		});
		this.#setRawMode(false);
	}

	/** How long an answer may still take, in milliseconds. */
	#timeLeft(): number {
		return this.#questions === 0 ? 0 : Math.max(0, this.#askedAt + answerDelay - Date.now());
	}

	#take(chunk: string): string {
		clearTimeout(this.#timer);
		const {typed, answers} = this.#reader.feed(chunk);
		this.#questions = Math.max(0, this.#questions - answers.length);
		const answer = answers.at(-1);
		if (answer !== undefined) {
			this.#background = parseBackground(answer) ?? this.#background;
			for (const listener of this.#listeners) {
				listener();
			}
		}

		if (this.#questions === 0) {
			return typed + this.#reader.release();
		}

		if (this.#reader.mayBeKey) {
			this.#timer = setTimeout(() => {
				this.#key += this.#reader.release();
				this.#parts.input.emit('readable');
			}, keyDelay);
		}

		return typed;
	}
}
