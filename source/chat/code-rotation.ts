export type CodeRotationOptions = {
	readonly code: string;
	readonly createCode: () => string;
	readonly deriveKey: (code: string) => Promise<Uint8Array>;
	/** Saves a new code. Throws if it cannot. */
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
	Replaces the code and the key, and calls `onChanged`. Rejects if the key cannot be derived or
	the code cannot be saved; the old ones then stay valid.
	*/
	async change(onChanged: () => void): Promise<void> {
		const change = this.#changing.then(async () => {
			const {createCode, deriveKey, save} = this.#options;
			const code = createCode();
			const key = await deriveKey(code);
			save(code);
			this.#code = code;
			this.#key = key;
			onChanged();
		});
		this.#changing = change.catch(() => undefined);
		return change;
	}
}
