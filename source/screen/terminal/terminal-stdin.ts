import {Readable} from 'node:stream';
import {setImmediate as turn} from 'node:timers/promises';
import {chooseEscapeDelay} from './input/escape-delay.ts';
import {Tokenizer} from './input/tokenizer.ts';
import type {TerminalReport, Token} from './input/tokens.ts';

/** Standard input, as far as it is used here. Only a terminal has the optional members. */
type Source = Readable & {
	readonly isTTY?: boolean;
	readonly isRaw?: boolean;
	setRawMode?: (isRaw: boolean) => unknown;
	ref?: () => unknown;
	unref?: () => unknown;
};

type Options = {
	/** Tells whether the terminal is on another computer. */
	readonly env?: Readonly<Record<string, string | undefined>>;
};

/**
How long `drain` waits for a reply, in milliseconds. A later one may be typed into the shell: no
program waits for ever.
*/
const drainTimeout = 500;

/**
What Ink reads in place of standard input, given to it by `render({stdin})`. Takes out what the
terminal reports (focus, mouse, background, function keys) and what it answers, and passes the keys
on, spelled so that Ink reads each in one way only. It is the only reader of its source: two would
take bytes from each other.

In object mode each token keeps its place, so that a function key is announced after the keys before
it have been handled.
*/
export class TerminalStdin extends Readable {
	// eslint-disable-next-line @typescript-eslint/naming-convention -- Ink's name.
	readonly isTTY: boolean;
	readonly #source: Source;
	readonly #escapeDelay: number;
	#tokenizer: Tokenizer;
	readonly #listeners = new Set<(report: TerminalReport) => void>();
	#timer: NodeJS.Timeout | undefined;
	#immediate: NodeJS.Immediate | undefined;
	/** Until when a reply is expected, in milliseconds since the epoch. */
	#replyExpectedUntil = 0;
	#onReply: (() => void) | undefined;

	constructor(source: Source, {env = {}}: Options = {}) {
		super({objectMode: true, read: () => undefined});
		this.#source = source;
		this.#escapeDelay = chooseEscapeDelay(env);
		this.#tokenizer = new Tokenizer({escapeDelay: this.#escapeDelay});
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

	/** Begins to read when Ink does. The terminal's raw mode itself belongs to TerminalModes. */
	setRawMode(isRaw: boolean): this {
		if (isRaw) {
			this.#listen();
		}

		return this;
	}

	/**
	Turns raw mode on and begins to read. Returns false if the terminal refuses. In the background,
	the kernel stops the program here until it is in the foreground.
	*/
	enterRawMode(): boolean {
		this.#source.setRawMode?.(true);
		this.#listen();
		return this.#source.isRaw !== false;
	}

	/** Turns raw mode off and stops reading, even while a reply is awaited. */
	leaveRawMode() {
		this.#stopWaiting();
		this.#tokenizer = new Tokenizer({escapeDelay: this.#escapeDelay});
		this.#source.off('readable', this.#pull);
		this.#source.setRawMode?.(false);
	}

	/**
	Stops reading from the terminal, after raw mode has ended: another program reads it now. Reading
	goes on with raw mode.
	*/
	async pauseSource(): Promise<void> {
		// Node takes a turn to notice that nobody listens, and would pause nothing before.
		await turn();
		this.#source.pause();
	}

	/** Says that the terminal may reply to something within so many milliseconds. */
	expectReply(milliseconds: number) {
		this.#replyExpectedUntil = Date.now() + milliseconds;
	}

	/** Says that the terminal has replied. */
	endReply() {
		this.#replyExpectedUntil = 0;
		this.#onReply?.();
	}

	/**
	Reads and drops keys that were typed and reports that were sent until now, and waits for an
	expected reply: the shell would take them for typing. Call before raw mode ends.
	*/
	async drain(): Promise<void> {
		const drop = () => {
			while (this.read() !== null);
		};

		this.on('readable', drop);
		const milliseconds = Math.min(drainTimeout, this.#replyExpectedUntil - Date.now());
		if (milliseconds > 0) {
			await new Promise<void>(resolve => {
				const timeout = setTimeout(resolve, milliseconds);
				this.#onReply = () => {
					clearTimeout(timeout);
					resolve();
				};

				// The terminal itself may be gone.
				this.#source.once('error', resolve);
				this.#source.once('end', resolve);
			});
		}

		// The first may run before the source is polled, the second does not.
		await turn();
		await turn();
		this.off('readable', drop);
	}

	ref() {
		this.#source.ref?.();
	}

	unref() {
		this.#source.unref?.();
	}

	#listen() {
		this.#source.off('readable', this.#pull);
		this.#source.on('readable', this.#pull);
	}

	readonly #pull = () => {
		this.#stopWaiting();
		for (;;) {
			const chunk: unknown = this.#source.read();
			if (typeof chunk !== 'string') {
				break;
			}

			this.#pushAll(this.#tokenizer.push(chunk, Date.now()));
		}

		this.#waitForRest();
	};

	#pushAll(tokens: readonly Token[]) {
		for (const token of tokens) {
			this.push(token);
		}
	}

	/** Releases what is held when its rest has not arrived in time. */
	#waitForRest() {
		const {releaseAfter} = this.#tokenizer;
		if (releaseAfter === undefined) {
			return;
		}

		this.#timer = setTimeout(() => {
			// Reads first what may have arrived: after a long turn of the event loop, timers run
			// before reads.
			this.#immediate = setImmediate(() => {
				this.#pushAll(this.#tokenizer.release(Date.now()));
				this.#waitForRest();
			});
		}, releaseAfter);
	}

	#stopWaiting() {
		clearTimeout(this.#timer);
		clearImmediate(this.#immediate);
	}
}
