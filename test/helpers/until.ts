/** Waiting in tests: for a condition, never for a fixed time. */

export type WaitOptions = {
	/** How long to wait at most, in milliseconds (15,000). */
	readonly timeout?: number;
	/** Describes what there was instead, for the error's message. */
	readonly describe?: () => string;
	/** Returns a reason once the condition can no longer come true: the wait then fails at once. */
	readonly hopeless?: () => string | undefined;
};

/** Evaluates conditions again whenever something has changed. */
export class Watch {
	readonly #looks = new Set<() => void>();

	/** Evaluates all conditions now. */
	changed(): void {
		for (const look of this.#looks) {
			look();
		}
	}

	/** Resolves with the first truthy value of the condition, at once if it holds already. */
	async until<T>(condition: () => T | undefined | false, options: WaitOptions = {}): Promise<T> {
		const {timeout = 15_000, describe = () => String(condition), hopeless = () => undefined} = options;
		let look = (): void => undefined;
		let timer: NodeJS.Timeout | undefined;
		try {
			const outcome = await new Promise<{readonly value: T} | {readonly failure: string}>((resolve, reject) => {
				look = () => {
					try {
						const value = condition();
						if (value !== undefined && value !== false) {
							resolve({value});
							return;
						}

						const reason = hopeless();
						if (reason !== undefined) {
							resolve({failure: reason});
						}
					} catch (error) {
						reject(error instanceof Error ? error : new Error(String(error)));
					}
				};

				timer = setTimeout(() => {
					resolve({failure: `Waited ${timeout} ms`});
				}, timeout);
				this.#looks.add(look);
				look();
			});
			if ('value' in outcome) {
				return outcome.value;
			}

			// Created here and not where the wait ended, so that its stack leads to the line of the
			// test.
			throw new Error(`${outcome.failure}: ${describe()}`);
		} finally {
			clearTimeout(timer);
			this.#looks.delete(look);
		}
	}
}

/** Polls a condition, where no event reports a change. */
export const until = async <T>(
	condition: () => T | undefined | false,
	{every = 15, ...options}: WaitOptions & {readonly every?: number} = {},
): Promise<T> => {
	const watch = new Watch();
	const poll = setInterval(() => {
		watch.changed();
	}, every);
	try {
		return await watch.until(condition, options);
	} finally {
		clearInterval(poll);
	}
};
