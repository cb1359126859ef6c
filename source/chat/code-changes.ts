import {errorCode, errorMessage} from '../text/errors.ts';
import {parseCode} from '../text/room-code.ts';

export type CodeChangesOptions = {
	/** The code to try first. Undefined in a plain session, and while the user is not asked yet. */
	readonly code: string | undefined;
	/** The codes to try if the room refuses the first, in order. */
	readonly otherCodes: readonly string[];
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
	readonly #otherCodes: string[];

	constructor(options: CodeChangesOptions) {
		this.#options = options;
		this.#code = options.code;
		this.#otherCodes = [...options.otherCodes];
	}

	get code() {
		return this.#code;
	}

	get key() {
		return this.#key;
	}

	/** Takes the next code to try. Returns false if there is none. */
	tryNext(): boolean {
		const next = this.#otherCodes.shift();
		if (next === undefined) {
			return false;
		}

		this.#options.notify('That code does not open this room. Trying the one that opened it before.');
		this.#code = next;
		this.deriveKey();
		return true;
	}

	/** Derives the key of the present code. */
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
		const {deriveKey, notify} = this.#options;
		try {
			const code = parseCode(text);
			const key = await deriveKey(code);
			this.#key = Promise.resolve(key);
			this.#code = code;
			this.#save(code);
			notify(`The host changed the code of the room. Others now join with: ${code}`);
		} catch (error) {
			notify(`The host sent a new code that is not valid. (${errorMessage(error)})`);
		}
	}

	#save(code: string) {
		const {saveCode, notify} = this.#options;
		try {
			saveCode(code);
		} catch (error) {
			notify(`The new code of the room could not be saved (${errorCode(error)}): the next run asks for it.`);
		}
	}
}
