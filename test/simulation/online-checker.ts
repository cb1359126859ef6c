/**
Keeps the first thing that was found wrong, so that the programs which are watched do not stumble
over an error of the watcher.
*/
export class OnlineChecker {
	#error: Error | undefined;

	readonly check = (act: () => void) => {
		try {
			act();
		} catch (error) {
			this.#error ??= error instanceof Error ? error : new Error(String(error));
		}
	};

	/** The same callbacks, and what is found wrong in them is kept. */
	wrap<Events extends Readonly<Record<keyof Events, (...args: never[]) => void>>>(events: Events): Events {
		return Object.fromEntries(
			Object.entries<(...args: never[]) => void>(events).map(([name, act]) => [
				name,
				(...args: never[]) => {
					this.check(() => {
						act(...args);
					});
				},
			]),
		) as Events;
	}

	/** Throws it, if there is one. */
	throwIfFailed() {
		if (this.#error) {
			throw this.#error;
		}
	}
}
