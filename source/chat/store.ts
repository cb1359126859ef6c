import type {LinkEvents} from '../net/client/link-types.ts';
import type {ChatEvent, TimedEvent} from './events.ts';
import {reduce} from './reducer.ts';
import type {ChatState} from './state.ts';

type EventListener = (events: readonly TimedEvent[]) => void;

/** Holds a chat's state and notifies listeners. All events of one turn are one change. */
export class ChatStore {
	readonly #now: () => number;
	readonly #listeners = new Set<() => void>();
	readonly #eventListeners = new Set<EventListener>();
	readonly #historyCapacity: number;
	#state: ChatState;
	#queue: TimedEvent[] = [];

	/** `historyCapacity`: how many items of the history are kept. */
	constructor(state: ChatState, now: () => number, historyCapacity: number) {
		this.#historyCapacity = historyCapacity;
		this.#state = state;
		this.#now = now;
	}

	get state() {
		return this.#state;
	}

	/** Adds an event. Listeners receive it at the end of this turn. */
	emit(event: ChatEvent) {
		if (this.#queue.length === 0) {
			queueMicrotask(() => {
				this.flush();
			});
		}

		this.#queue.push({...event, at: this.#now()});
	}

	/** Notifies listeners of the waiting events now. */
	flush() {
		const events = this.#queue;
		if (events.length === 0) {
			return;
		}

		this.#queue = [];
		this.#state = reduce(this.#state, events, this.#historyCapacity);
		for (const listener of this.#eventListeners) {
			listener(events);
		}

		for (const listener of this.#listeners) {
			listener();
		}
	}

	/** Calls `listener` after each change of the state. Returns the function that unsubscribes. */
	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	}

	/**
	Tells the user that something is not as it should be: on the screen as a notice, in line mode as
	an error, with a code for scripts.
	*/
	warn(code: string, text: string) {
		this.emit({type: 'error', code, text});
		this.emit({type: 'notice', text});
	}

	/** Calls `listener` with the events of each turn. Returns the function that unsubscribes. */
	onEvents(listener: EventListener): () => void {
		this.#eventListeners.add(listener);
		return () => {
			this.#eventListeners.delete(listener);
		};
	}
}

/** Returns the callbacks of a link that do nothing but emit events. */
export const createMessageEvents = (
	store: ChatStore,
): Omit<LinkEvents, 'onStatus' | 'onMe' | 'onMembers' | 'onCode'> => ({
	onQueued(entry) {
		store.emit({type: 'queued', ...entry});
	},
	onMessage({id, ...message}, own) {
		store.emit({type: 'message', ...message, fromId: id, own});
	},
	onReplayed() {
		store.emit({type: 'replayed'});
	},
	onOlder(messages, from, before) {
		// Meanwhile the history may begin elsewhere.
		if (before !== store.state.oldestSeq) {
			return;
		}

		// An empty page from the same place: the host has nothing older. Do not ask again.
		const isNothing = messages.length === 0 && from === store.state.oldestSeq;
		store.emit({type: 'older', messages, from: isNothing ? 1 : from});
	},
	onAck(n, seq) {
		store.emit({type: 'ack', n, seq});
	},
	onSent(n) {
		store.emit({type: 'sent', n});
	},
	onRefused(n, code, text) {
		store.emit({type: 'refused', n, code, text});
	},
	onNumberTaken() {
		const text = 'The room knows another message of yours in place of one that waited. That one is sent again.';
		store.warn('number-taken', text);
	},
	onInUse() {
		const text =
			'This member is connected from another place, with a copy of the same files. You are another member from now on.';
		store.warn('in-use', text);
	},
	onPaused(isPaused) {
		const text = isPaused
			? 'You send faster than the room accepts. Your messages wait and are sent in order.'
			: 'The room has caught up with your messages.';
		store.emit({type: 'notice', text});
	},
	onUnheard(remote) {
		const text = `Nothing has come from ${remote} yet. Its kernel has accepted the connection; whether its program has, TCP does not tell.`;
		store.emit({type: 'notice', text});
	},
	onReset() {
		store.emit({type: 'reset'});
	},
});
