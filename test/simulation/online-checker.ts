/**
Checks a program while it runs. Keeps the first failure instead of throwing it into the program,
which would change what the program does.
*/
export class OnlineChecker {
	#error: Error | undefined;

	readonly check = (callback: () => void) => {
		try {
			callback();
		} catch (error) {
			this.#error ??= error instanceof Error ? error : new Error(String(error));
		}
	};

	/** Returns the same callbacks, whose failures are kept. */
	wrap<Events extends Readonly<Record<keyof Events, (...args: never[]) => void>>>(events: Events): Events {
		return Object.fromEntries(
			Object.entries<(...args: never[]) => void>(events).map(([name, callback]) => [
				name,
				(...args: never[]) => {
					this.check(() => {
						callback(...args);
					});
				},
			]),
		) as Events;
	}

	/** Throws the first failure, if any. */
	throwIfFailed() {
		if (this.#error) {
			throw this.#error;
		}
	}
}
