import process from 'node:process';

/** Standard error, as far as it is used here. */
export type ErrorStream = {
	readonly isTTY?: boolean | undefined;
	write: (...parameters: never[]) => boolean;
};

/** How much is kept, in characters. */
const maximum = 100_000;

/**
Keeps what is written to standard error while the screen is shown, as Node does with NODE_DEBUG, and
writes it when the screen is left. It would stand across the screen, which draws only what changes.
Standard error that is redirected stays as it is.
*/
export class HeldErrors {
	readonly #stream: ErrorStream;
	readonly #write: ErrorStream['write'];
	readonly #report: (text: string) => void;
	#text = '';

	/** `report`: writes what was kept. */
	constructor(stream: ErrorStream, report: (text: string) => void) {
		this.#stream = stream;
		this.#write = stream.write;
		this.#report = report;
	}

	hold() {
		if (this.#stream.isTTY) {
			this.#stream.write = (...[chunk, ...rest]: readonly unknown[]) => {
				this.#text = `${this.#text}${String(chunk)}`.slice(-maximum);
				const callback = rest.at(-1);
				if (typeof callback === 'function') {
					process.nextTick(callback);
				}

				return true;
			};
		}
	}

	release() {
		this.#stream.write = this.#write;
		if (this.#text !== '') {
			this.#report(this.#text);
			this.#text = '';
		}
	}
}
