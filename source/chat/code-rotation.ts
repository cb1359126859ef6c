/** The code of a room that is hosted here, and the key that comes of it. */

export type CodeRotationOptions = {
	readonly code: string;
	readonly createCode: () => string;
	readonly deriveKey: (code: string) => Promise<Uint8Array>;
	/** Keeps another code. */
	readonly save: (code: string) => void;
};

export class CodeRotation {
	readonly #options: CodeRotationOptions;
	#code: string;
	#key: Uint8Array | undefined;
	#changing: Promise<void> = Promise.resolve();

	constructor(parts: CodeRotationOptions) {
		this.#options = parts;
		this.#code = parts.code;
	}

	get code() {
		return this.#code;
	}

	/** The key of the moment; nobody gets in before there is one. */
	readonly getKey = () => this.#key;

	/** Makes the key of the code that the room has. Changes wait for it. */
	async deriveKey(): Promise<void> {
		const opening = this.#changing.then(async () => {
			this.#key = await this.#options.deriveKey(this.#code);
		});
		this.#changing = opening.catch(() => undefined);
		return opening;
	}

	/**
	One change after another. `onChanged`: code and key are other ones from now on. Rejects where
	the code cannot be kept.
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
