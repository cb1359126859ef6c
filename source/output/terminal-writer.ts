import {Buffer} from 'node:buffer';
import {errorCode} from '../text/errors.ts';

/** A terminal as the screen and line mode write to it. */
export type Writer = {
	/** Takes a text. What the terminal does not take now is written as soon as it does. */
	readonly write: (text: string | Uint8Array) => void;
	/** The bytes that wait for the terminal. */
	readonly pendingBytes: number;
	/** Calls back each time when nothing waits any more, after something has waited. */
	readonly onDrain: (listener: () => void) => void;
	/** Calls back once when the terminal is gone. Nothing is written any more. */
	readonly onError: (listener: (error: Error) => void) => void;
	/** Drops what waits, and ends a control sequence of which the terminal has got a part. */
	readonly discard: () => void;
	/** Resolves when nothing waits, or after so many milliseconds. */
	readonly flush: (milliseconds: number) => Promise<void>;
	/** As `flush`, but blocks: for the end of the process. */
	readonly flushNow: (milliseconds: number) => void;
};

/** Between two attempts to write, in milliseconds: the first and the last, each the double. */
const firstDelay = 1;
const lastDelay = 64;

/** CAN ends any control sequence; otherwise it does nothing. */
const cancel = Buffer.from([0x18]);

const sleep = (milliseconds: number) => {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};

/**
Writes to a terminal that may take nothing for hours: nobody reads it, or its user has stopped it.
Never waits in a system call, so that the rest of the program goes on.
*/
export class TerminalWriter implements Writer {
	pendingBytes = 0;
	readonly #writeSome: (bytes: Uint8Array) => number;
	readonly #errorListeners = new Set<(error: Error) => void>();
	readonly #drainListeners = new Set<() => void>();
	#chunks: Uint8Array[] = [];
	/** Whether a part of the first chunk was written. */
	#isCut = false;
	#delay = firstDelay;
	#timer: NodeJS.Timeout | undefined;
	#hasFailed = false;

	/**
	`writeSome`: writes without waiting, and returns how many bytes were taken. Throws with `EAGAIN`
	if there is no room.
	*/
	constructor(writeSome: (bytes: Uint8Array) => number) {
		this.#writeSome = writeSome;
	}

	write(text: string | Uint8Array) {
		if (this.#hasFailed || text.length === 0) {
			return;
		}

		const bytes = typeof text === 'string' ? Buffer.from(text) : text;
		this.#chunks.push(bytes);
		this.pendingBytes += bytes.length;
		if (this.#timer === undefined) {
			this.#writeAll();
			this.#tryLater();
		}
	}

	onDrain(listener: () => void) {
		this.#drainListeners.add(listener);
	}

	onError(listener: (error: Error) => void) {
		this.#errorListeners.add(listener);
	}

	discard() {
		this.#chunks = this.#isCut ? [cancel] : [];
		this.pendingBytes = this.#isCut ? cancel.length : 0;
		this.#isCut = false;
	}

	async flush(milliseconds: number): Promise<void> {
		if (this.pendingBytes === 0) {
			return;
		}

		await new Promise<void>(resolve => {
			const finish = () => {
				clearTimeout(timeout);
				this.#drainListeners.delete(finish);
				resolve();
			};

			const timeout = setTimeout(finish, milliseconds);
			this.#drainListeners.add(finish);
		});
	}

	flushNow(milliseconds: number) {
		const end = performance.now() + milliseconds;
		this.#writeAll();
		while (this.pendingBytes > 0 && performance.now() < end) {
			sleep(firstDelay);
			this.#writeAll();
		}
	}

	/** Writes until nothing waits, or the terminal has no room. */
	#writeAll() {
		try {
			for (let [bytes] = this.#chunks; bytes; [bytes] = this.#chunks) {
				const size = this.#writeSome(bytes);
				this.pendingBytes -= size;
				this.#isCut = size < bytes.length;
				this.#delay = firstDelay;
				if (this.#isCut) {
					this.#chunks[0] = bytes.subarray(size);
				} else {
					this.#chunks.shift();
				}
			}
		} catch (error) {
			const code = errorCode(error);
			if (code !== 'EAGAIN' && code !== 'EINTR') {
				this.#fail(error);
			}
		}
	}

	#tryLater() {
		if (this.pendingBytes === 0) {
			this.#timer = undefined;
			return;
		}

		this.#timer = setTimeout(() => {
			this.#delay = Math.min(lastDelay, this.#delay * 2);
			this.#writeAll();
			this.#tryLater();
			if (this.pendingBytes === 0) {
				this.#announceDrain();
			}
		}, this.#delay);
	}

	#announceDrain() {
		for (const listener of this.#drainListeners) {
			listener();
		}
	}

	#fail(error: unknown) {
		this.#hasFailed = true;
		this.#chunks = [];
		this.pendingBytes = 0;
		const reason = error instanceof Error ? error : new Error(String(error));
		// Later, as a stream announces its errors: whoever writes may not be ready for it.
		setImmediate(() => {
			for (const listener of this.#errorListeners) {
				listener(reason);
			}

			this.#announceDrain();
		});
	}
}
