import type {LoggedMessage} from '../../room/log.ts';

/** The newest messages of a log, so that what is read most need not be read from the disk. */
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

	/** The `seq` of the oldest one that is kept; infinite when there is none. */
	get first() {
		return this.#messages[0]?.seq ?? Infinity;
	}

	/** Takes the messages that come next. */
	add(messages: readonly LoggedMessage[]) {
		for (const message of messages) {
			this.#messages.push(message);
		}

		// Not one by one: taking the first one off costs as much as all of them.
		if (this.#messages.length > this.#keep * 1.25) {
			this.#messages = this.#messages.slice(-this.#keep);
		}
	}

	/** From `from`, which is not before the first, up to and including `to`. */
	read(from: number, to: number): readonly LoggedMessage[] {
		return this.#messages.slice(from - this.first, to + 1 - this.first);
	}
}
