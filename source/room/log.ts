import type {Recipient} from './member.ts';

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
	/** Missing where it is for all. */
	readonly to?: Recipient;
};

/** Whether a member may know what stands there: a private message is for its author and for whom it is addressed to. */
export const isVisibleTo = ({id, to}: Pick<LoggedMessage, 'id' | 'to'>, memberId: string): boolean =>
	to === undefined || to.id === memberId || id === memberId;

/** A number that its author has used up on a message that the room refused: it has no place in the order, and is never taken again. */
export type Refusal = {
	readonly id: string;
	readonly n: number;
	/** Why, as a code and as a sentence. */
	readonly code: string;
	readonly text: string;
};

/** What became durable together, in its order. */
export type DurableBatch = {
	readonly messages: readonly LoggedMessage[];
	readonly refusals: readonly Refusal[];
};

/**
What was said in a room, in order. What is appended becomes durable later, together with all that waits with it; `head` counts only
what is durable, and only that may be read.
*/
export type RoomLog = {
	/** Names this history: another one has another id. */
	readonly id: string;
	/** The `seq` of the last durable message; 0 when there is none. */
	readonly head: number;
	/** For each author the highest number that was durable when the log was opened. */
	readonly authors: ReadonlyMap<string, number>;
	/** Takes the next message. Its `seq` is one more than that of the last one appended. */
	append(message: LoggedMessage): void;
	/** Takes a refusal, in its author's order with the messages. */
	appendRefusal(refusal: Refusal): void;
	/** At most `limit` durable messages, from the one with `seq` = `from` on. */
	read(from: number, limit: number): readonly LoggedMessage[];
	/** Calls back whenever something has become durable. */
	onDurable(listener: (batch: DurableBatch) => void): void;
	/**
	Calls back once when the log can take no more, with the system's error code, or `damaged` where older messages are not on the disk
	as they were written. The log itself loses nothing that was told as durable.
	*/
	onFailure(listener: (code: string) => void): void;
	/** Makes durable what waits, and lets the log go. */
	close(): Promise<void>;
};

/** The log of a room that keeps nothing on disk: durable means that the process has it. */
export class MemoryLog implements RoomLog {
	readonly id: string;
	readonly authors: ReadonlyMap<string, number> = new Map();
	readonly #messages: LoggedMessage[] = [];
	readonly #listeners: Array<(batch: DurableBatch) => void> = [];
	#refusals: Refusal[] = [];
	#head = 0;
	#isCommitting = false;

	constructor(id: string) {
		this.id = id;
	}

	get head() {
		return this.#head;
	}

	append(message: LoggedMessage) {
		this.#messages.push(message);
		this.#commitSoon();
	}

	appendRefusal(refusal: Refusal) {
		this.#refusals.push(refusal);
		this.#commitSoon();
	}

	read(from: number, limit: number): readonly LoggedMessage[] {
		const end = Math.min(from - 1 + limit, this.#head);
		return this.#messages.slice(from - 1, end);
	}

	onDurable(listener: (batch: DurableBatch) => void) {
		this.#listeners.push(listener);
	}

	onFailure() {
		// Memory does not fail.
	}

	async close() {
		// There is nothing to let go.
	}

	/** One commit for all that is appended in this turn, as on a disk. */
	#commitSoon() {
		if (this.#isCommitting) {
			return;
		}

		this.#isCommitting = true;
		queueMicrotask(() => {
			this.#isCommitting = false;
			const batch = {messages: this.#messages.slice(this.#head), refusals: this.#refusals};
			this.#head = this.#messages.length;
			this.#refusals = [];
			for (const listener of this.#listeners) {
				listener(batch);
			}
		});
	}
}
