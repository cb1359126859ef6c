import type {LoggedMessage} from '../../room/log.ts';

/** The newest messages of a log, in memory, because they are read most often. */
export class RecentMessages {
	readonly #keep: number;
	#messages: LoggedMessage[] = [];

	/** Keeps at least the last `keep` messages, and at most a quarter more. */
	constructor(keep: number) {
		this.#keep = keep;
	}

	get size() {
		return this.#messages.length;
	}

	/** The `seq` of the oldest message in memory; Infinity if there is none. */
	get first() {
		return this.#messages[0]?.seq ?? Infinity;
	}

	/** Adds the messages that follow the last one. */
	add(messages: readonly LoggedMessage[]) {
		for (const message of messages) {
			this.#messages.push(message);
		}

		// Remove many at a time: removing the first costs as much as copying the whole array.
		if (this.#messages.length > this.#keep * 1.25) {
			this.#messages = this.#messages.slice(-this.#keep);
		}
	}

	/** Returns the messages `from` to `to`, both included. `from` must not be below `first`. */
	read(from: number, to: number): readonly LoggedMessage[] {
		return this.#messages.slice(from - this.first, to + 1 - this.first);
	}
}
