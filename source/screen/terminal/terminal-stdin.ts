import {Readable} from 'node:stream';
import {Tokenizer, type TerminalReport, type Token} from './tokenizer.ts';

/** Standard input, as far as it is used here. Only a terminal has the optional members. */
type Source = Readable & {
	readonly isTTY?: boolean;
	setRawMode?: (isRaw: boolean) => unknown;
	ref?: () => unknown;
	unref?: () => unknown;
};

/**
What Ink reads in place of standard input, given to it by `render({stdin})`. Takes out what the
terminal reports (focus, mouse, background, function keys) and passes the keys on. It is the only
reader of its source: two would take bytes from each other.

In object mode each token keeps its place, so that a function key is announced after the keys before
it have been handled.
*/
export class TerminalStdin extends Readable {
	// eslint-disable-next-line @typescript-eslint/naming-convention -- Ink's name.
	readonly isTTY: boolean;
	readonly #source: Source;
	readonly #tokenizer = new Tokenizer();
	readonly #listeners = new Set<(report: TerminalReport) => void>();
	#timer: NodeJS.Timeout | undefined;
	/** Until when raw mode stays on even if Ink turns it off, in milliseconds since the epoch. */
	#rawModeHeldUntil = 0;
	#onReply: (() => void) | undefined;

	constructor(source: Source) {
		super({objectMode: true, read: () => undefined});
		this.#source = source;
		this.isTTY = source.isTTY ?? false;
		source.setEncoding('utf8');
	}

	/** Calls back with each report, in order with the keys. Returns a function that stops this. */
	onReport(listener: (report: TerminalReport) => void): () => void {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	}

	/** Returns the next keys as a string, or null. Announces the reports that come before them. */
	override read(size?: number): ReturnType<Readable['read']> {
		for (;;) {
			// Only tokens are pushed; Readable returns null where there is none.
			// eslint-disable-next-line @typescript-eslint/no-restricted-types, @typescript-eslint/no-unsafe-type-assertion
			const token = super.read(size) as Token | null;
			if (token === null) {
				return token;
			}

			if (token.type === 'keys') {
				return token.text;
			}

			for (const listener of this.#listeners) {
				listener(token);
			}
		}
	}

	/** Does nothing: keys are strings already. */
	override setEncoding(): this {
		return this;
	}

	setRawMode(isRaw: boolean): this {
		if (isRaw) {
			this.#source.setRawMode?.(true);
			this.#source.off('readable', this.#pull);
			this.#source.on('readable', this.#pull);
		} else if (this.#rawModeHeldFor() === 0) {
			this.leaveRawMode();
		}

		return this;
	}

	/** Turns raw mode off and stops reading, even while a reply is awaited. */
	leaveRawMode() {
		clearTimeout(this.#timer);
		this.#tokenizer.release();
		this.#source.off('readable', this.#pull);
		this.#source.setRawMode?.(false);
	}

	/**
	Keeps raw mode on for so many milliseconds, so that the terminal does not echo a reply that
	arrives after Ink's end. 0: no reply is awaited.
	*/
	holdRawMode(milliseconds: number) {
		this.#rawModeHeldUntil = milliseconds === 0 ? 0 : Date.now() + milliseconds;
		if (milliseconds === 0) {
			this.#onReply?.();
		}
	}

	/**
	Waits for a reply that is on its way, which the shell would take for typing, and drops what is
	typed meanwhile. Call after Ink's end.
	*/
	async close(): Promise<void> {
		const milliseconds = this.#rawModeHeldFor();
		if (milliseconds > 0) {
			this.resume();
			await new Promise<void>(resolve => {
				const timeout = setTimeout(resolve, milliseconds);
				this.#onReply = () => {
					clearTimeout(timeout);
					resolve();
				};

				// The terminal itself may be gone.
				this.#source.once('error', resolve);
			});
		}

		this.leaveRawMode();
	}

	ref() {
		this.#source.ref?.();
	}

	unref() {
		this.#source.unref?.();
	}

	#rawModeHeldFor(): number {
		return Math.max(0, this.#rawModeHeldUntil - Date.now());
	}

	readonly #pull = () => {
		clearTimeout(this.#timer);
		for (;;) {
			const chunk: unknown = this.#source.read();
			if (typeof chunk !== 'string') {
				break;
			}

			for (const token of this.#tokenizer.push(chunk)) {
				this.push(token);
			}
		}

		const {releaseAfter} = this.#tokenizer;
		if (releaseAfter !== undefined) {
			this.#timer = setTimeout(() => {
				this.push({type: 'keys', text: this.#tokenizer.release()} satisfies Token);
			}, releaseAfter);
		}
	};
}
