import {errorMessage} from '../text/errors.ts';

export type CodeRotationOptions = {
	readonly code: string;
	readonly createCode: () => string;
	readonly deriveKey: (code: string) => Promise<Uint8Array>;
	/** Saves a new code. Throws an error whose message is for the user if it cannot. */
	readonly save: (code: string) => void;
};

/** The code of a hosted room and its key. Changes run one after another. */
export class CodeRotation {
	readonly #options: CodeRotationOptions;
	#code: string;
	#key: Uint8Array | undefined;
	#changing: Promise<void> = Promise.resolve();

	constructor(options: CodeRotationOptions) {
		this.#options = options;
		this.#code = options.code;
	}

	get code() {
		return this.#code;
	}

	/** Returns the current key; undefined before it is derived, when no client is admitted. */
	readonly getKey = () => this.#key;

	/** Derives the key of the current code. Changes wait for it. */
	async deriveKey(): Promise<void> {
		const opening = this.#changing.then(async () => {
			this.#key = await this.#options.deriveKey(this.#code);
		});
		this.#changing = opening.catch(() => undefined);
		return opening;
	}

	/**
	Replaces the code and the key, and calls `onChanged`. Resolves with why the code could not be
	saved; it is valid all the same. Rejects if the key cannot be derived: the old one then stays.
	*/
	async change(onChanged: () => void): Promise<string | undefined> {
		const change = this.#changing.then(async () => {
			const {createCode, deriveKey, save} = this.#options;
			const code = createCode();
			const key = await deriveKey(code);
			let failure: string | undefined;
			try {
				// Before anybody gets it: a host that crashes then has the code that members have.
				save(code);
			} catch (error) {
				failure = errorMessage(error);
			}

			this.#code = code;
			this.#key = key;
			onChanged();
			return failure;
		});
		this.#changing = change.then(
			() => undefined,
			() => undefined,
		);
		return change;
	}
}
