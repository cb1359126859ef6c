import type {OutgoingMessage} from '../../room/outbox.ts';

/** What the user does before the room is open, in order: messages, and other actions. */
export class OpeningQueue {
	readonly #post: (message: OutgoingMessage) => void;
	/** Undefined once the room is open. */
	#waiting: Array<OutgoingMessage | (() => void)> | undefined = [];

	/** `post`: posts a message to the room, which is open. */
	constructor(post: (message: OutgoingMessage) => void) {
		this.#post = post;
	}

	/** The messages that wait. */
	get messages(): readonly OutgoingMessage[] {
		return (this.#waiting ?? []).filter(each => typeof each !== 'function');
	}

	/** Posts a message, or keeps it until `open`. */
	post(message: OutgoingMessage) {
		if (this.#waiting) {
			this.#waiting.push(message);
		} else {
			this.#post(message);
		}
	}

	/** Acts now, or at `open`, after the messages that wait. */
	run(act: () => void) {
		if (this.#waiting) {
			this.#waiting.push(act);
		} else {
			act();
		}
	}

	/** Does what waits. What comes later is done at once. */
	open() {
		const waiting = this.#waiting ?? [];
		this.#waiting = undefined;
		for (const each of waiting) {
			if (typeof each === 'function') {
				each();
			} else {
				this.#post(each);
			}
		}
	}
}
