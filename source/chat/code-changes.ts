import {errorMessage} from '../text/errors.ts';
import {parseCode} from '../text/room-code.ts';

export type CodeChangesOptions = {
	/** The code that the user entered; undefined in a plain session. */
	readonly code: string | undefined;
	readonly deriveKey: (code: string) => Promise<Uint8Array>;
	/** Saves a new code, so that the next run need not ask for it. */
	readonly saveCode: (code: string) => void;
	/** Shows a line to the user. */
	readonly notify: (text: string) => void;
};

/** The code that a client connects with, and its key. The host can change the code at any time. */
export class CodeChanges {
	readonly #options: CodeChangesOptions;
	#code: string | undefined;
	/** Settles when the key of the present code is derived. */
	#key: Promise<Uint8Array> | undefined;
	/** The newest code from the host, if it is not applied yet. */
	#nextCode: string | undefined;
	#isApplying = false;

	constructor(options: CodeChangesOptions) {
		this.#options = options;
		this.#code = options.code;
	}

	get code() {
		return this.#code;
	}

	get key() {
		return this.#key;
	}

	/** Derives the key of the code that the user entered. */
	deriveKey() {
		this.#key = this.#code === undefined ? undefined : this.#options.deriveKey(this.#code);
	}

	/**
	Applies a code from the host. Derives one key at a time, which is slow; of several codes that
	arrive meanwhile, only the last is applied.
	*/
	change(code: string) {
		this.#nextCode = code;
		if (!this.#isApplying) {
			this.#isApplying = true;
			void this.#applyAll();
		}
	}

	async #applyAll() {
		while (this.#nextCode !== undefined) {
			const code = this.#nextCode;
			this.#nextCode = undefined;
			// eslint-disable-next-line no-await-in-loop
			await this.#apply(code);
		}

		this.#isApplying = false;
	}

	async #apply(text: string) {
		const {deriveKey, saveCode, notify} = this.#options;
		try {
			const code = parseCode(text);
			const key = await deriveKey(code);
			this.#key = Promise.resolve(key);
			this.#code = code;
			saveCode(code);
			notify(`The host changed the code of the room. Others now join with: ${code}`);
		} catch (error) {
			notify(`The host sent a new code that is not valid. (${errorMessage(error)})`);
		}
	}
}
