import type {Chat} from '../chat/chat.ts';
import type {TimedEvent} from '../chat/events.ts';

export type MessageEvent = Extract<TimedEvent, {type: 'message'}>;

/**
The messages from before this run of the program: how many of them are shown, and in their order
before all later ones. While they are loaded, later messages wait here.
*/
export class Replay {
	readonly #chat: Pick<Chat, 'getState' | 'loadOlder'>;
	/** The number of old messages to show, the newest ones; Infinity for all. */
	readonly #wanted: number;
	#old: MessageEvent[] = [];
	#later: MessageEvent[] = [];
	/** Whether the messages have come that the room sends by itself. */
	#isReceived = false;
	#isOver = false;
	readonly #onOver: Array<() => void> = [];

	constructor(chat: Pick<Chat, 'getState' | 'loadOlder'>, wanted: number) {
		this.#chat = chat;
		this.#wanted = wanted;
		this.#isOver = wanted === 0;
	}

	get isOver() {
		return this.#isOver;
	}

	/** Resolves once the old messages are shown. */
	async waitForEnd(): Promise<void> {
		if (!this.#isOver) {
			await new Promise<void>(resolve => {
				this.#onOver.push(resolve);
			});
		}
	}

	/** Takes an event. Returns the messages to show now, oldest first. */
	take(event: TimedEvent): readonly MessageEvent[] {
		switch (event.type) {
			case 'message': {
				return this.#takeMessage(event);
			}

			case 'replayed': {
				this.#isReceived = true;
				return this.#loadMore();
			}

			case 'older': {
				// A host reads its own log, so its first page is all that comes by itself.
				this.#isReceived = true;
				const {myId} = this.#chat.getState();
				const page = event.messages.map(({id, n, ...message}): MessageEvent => ({
					...message,
					type: 'message',
					at: event.at,
					fromId: id,
					own: id === myId,
					isReplayed: true,
				}));
				this.#old = this.#isOver ? [] : [...page, ...this.#old];
				return this.#loadMore();
			}

			case 'status': {
				// A request is lost with its connection.
				return event.status === 'open' && this.#isReceived ? this.#loadMore() : [];
			}

			case 'reset': {
				return this.end();
			}

			default: {
				return [];
			}
		}
	}

	/** Ends the loading. Returns what was loaded, and the messages that wait. */
	end(): readonly MessageEvent[] {
		const shown = [...this.#old.slice(this.#wanted === 0 ? Infinity : -this.#wanted), ...this.#later];
		this.#old = [];
		this.#later = [];
		this.#isOver = true;
		for (const resolve of this.#onOver.splice(0)) {
			resolve();
		}

		return shown;
	}

	#takeMessage(event: MessageEvent): readonly MessageEvent[] {
		if (this.#isOver) {
			return event.isReplayed ? [] : [event];
		}

		(event.isReplayed ? this.#old : this.#later).push(event);
		return [];
	}

	/** Requests older messages, or ends if there are enough or no more. */
	#loadMore(): readonly MessageEvent[] {
		if (this.#isOver) {
			return [];
		}

		const {oldestSeq = 1} = this.#chat.getState();
		if (this.#old.length >= this.#wanted || oldestSeq <= 1) {
			return this.end();
		}

		this.#chat.loadOlder();
		return [];
	}
}
