import type {OutboxEntry} from '../../../room/outbox.ts';
import {cleanName, isNumberedName} from '../../../text/name.ts';

type Pending = ReadonlyArray<Pick<OutboxEntry, 'n'>>;

type WaitingName = {
	readonly name: string;
	/** The number of the last message that was typed before it. */
	readonly after: number;
};

/**
The names that a client asks for: in its hello, and later. A later name waits until the messages
before it are sent, so that they carry the name of before.
*/
export class RequestedNames {
	/** The name that the user has asked for. */
	#wanted: string;
	/** The name for the next hello: the wanted one, or what the room has made of it. */
	#name: string;
	#waiting: WaitingName[] = [];
	/** The highest number of a message that this connection has sent. */
	#lastSent = -Infinity;
	#sid: string | undefined;

	constructor(name: string) {
		this.#wanted = name;
		this.#name = name;
	}

	get isWaiting() {
		return this.#waiting.length > 0;
	}

	/** Asks for another name, after the messages that wait now. */
	ask(name: string, pending: Pending) {
		let after = -Infinity;
		for (const {n} of pending) {
			after = Math.max(after, n);
		}

		this.#waiting.push({name, after});
	}

	/**
	Returns the name for the hello of a new connection. `pending`: the messages that it is to send.
	Their name stays; a later one follows them. Another `sid` is another member, to whom the room
	has given no name yet.
	*/
	startConnection(sid: string, pending: Pending): string {
		this.#lastSent = -Infinity;
		this.takeDue(pending);
		if (this.#sid !== undefined && this.#sid !== sid) {
			this.#name = this.#wanted;
		}

		this.#sid = sid;
		return this.#name;
	}

	/** Returns the names to ask for before the message `n`, which is sent now. */
	takeBefore(n: number): readonly string[] {
		this.#lastSent = Math.max(this.#lastSent, n);
		return this.#take(({after}) => after < n);
	}

	/** Returns the names to ask for now. `pending`: the messages that are not acknowledged. */
	takeDue(pending: Pending): readonly string[] {
		let first = Infinity;
		for (const {n} of pending) {
			first = n > this.#lastSent ? Math.min(first, n) : first;
		}

		return this.#take(({after}) => after < first);
	}

	/**
	Call with the name that the room shows for this client. A number that the room has added stays:
	once the wanted name is free, the user does not become another unasked.
	*/
	onGiven(name: string) {
		if (isNumberedName(name, cleanName(this.#name))) {
			this.#name = name;
		}
	}

	#take(isDue: (waiting: WaitingName) => boolean): readonly string[] {
		const due = this.#waiting.filter(each => isDue(each)).map(({name}) => name);
		this.#waiting = this.#waiting.filter(each => !isDue(each));
		const last = due.at(-1);
		if (last !== undefined) {
			this.#wanted = last;
			this.#name = last;
		}

		return due;
	}
}
