/** One message as the room's log keeps it. */
export type LoggedMessage = {
	/** Its place in the room's order, from 1. */
	readonly seq: number;
	/** The author's public id. */
	readonly id: string;
	/** The author's own count of its messages, from 1. */
	readonly n: number;
	/** The author's name when it was said. */
	readonly from: string;
	/** When the host took it, in milliseconds since the epoch. */
	readonly ts: number;
	/** At most 8 KiB of UTF-8, NFC, well-formed. */
	readonly text: string;
};

/**
What was said in a room, in order. A message that was appended becomes durable later, together with all that waits with it; `head`
counts only what is durable, and only that may be read.
*/
export type RoomLog = {
	/** Names this history: another one has another id. */
	readonly id: string;
	/** The `seq` of the last durable message; 0 when there is none. */
	readonly head: number;
	/** Takes the next message. Its `seq` is one more than that of the last one appended. */
	append(message: LoggedMessage): void;
	/** At most `limit` durable messages, from the one with `seq` = `from` on. */
	read(from: number, limit: number): readonly LoggedMessage[];
	/** Calls back whenever `head` has risen, with the messages that became durable. */
	onDurable(listener: (messages: readonly LoggedMessage[]) => void): void;
};

/** The log of a room that keeps nothing on disk: durable means that the process has it. */
export class MemoryLog implements RoomLog {
	readonly id: string;
	readonly #messages: LoggedMessage[] = [];
	readonly #listeners: Array<(messages: readonly LoggedMessage[]) => void> = [];
	#head = 0;

	constructor(id: string) {
		this.id = id;
	}

	get head() {
		return this.#head;
	}

	append(message: LoggedMessage) {
		if (this.#messages.length === this.#head) {
			// One commit for all that is appended in this turn, as on a disk.
			queueMicrotask(() => {
				this.#commit();
			});
		}

		this.#messages.push(message);
	}

	read(from: number, limit: number): readonly LoggedMessage[] {
		const end = Math.min(from - 1 + limit, this.#head);
		return this.#messages.slice(from - 1, end);
	}

	onDurable(listener: (messages: readonly LoggedMessage[]) => void) {
		this.#listeners.push(listener);
	}

	#commit() {
		const messages = this.#messages.slice(this.#head);
		this.#head = this.#messages.length;
		for (const listener of this.#listeners) {
			listener(messages);
		}
	}
}
