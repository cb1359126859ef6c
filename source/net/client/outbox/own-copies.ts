import {isCopyOf, type LoggedMessage} from '../../../room/log.ts';
import type {Outbox} from '../../../room/outbox.ts';

/** Called with the message's number in this run of the program. */
type CopyEvents = {
	readonly onAck: (n: number, seq: number) => void;
	readonly onRefused: (n: number, code: string, text: string) => void;
	/** Called when a message is sent again under another number. */
	readonly onNumberTaken: () => void;
};

/** Why a private message is not sent again by a copy of the files that becomes another member. */
const hiddenText = 'It may have been sent from the other place.';
const changedText = 'The room has another text in its place.';

/**
Compares the copies of my messages that the room sends with what waits in the outbox: only the very
message is an acknowledgement. A number may stand for another message if the room or the outbox was
restored from a copy, or if another program has used this identity meanwhile.
*/
export class OwnCopies {
	readonly #outbox: Outbox;
	readonly #events: CopyEvents;
	#myId = '';
	/** The member that another copy of the files has kept, while what it has sent is looked for. */
	#formerId: string | undefined;
	/** The lowest number of a copy. No earlier place of the log has a higher one of mine. */
	#lowestN = Infinity;

	constructor(outbox: Outbox, events: CopyEvents) {
		this.#outbox = outbox;
		this.#events = events;
	}

	/** The messages that may be in the log before the copies that were received. */
	get earlier() {
		return this.#outbox.unconfirmed.filter(({wireN}) => wireN < this.#lowestN);
	}

	/** Call for each welcome. `isReset`: what was received before is from another history. */
	onWelcome(myId: string, isReset: boolean) {
		const authorId = this.#formerId ?? myId;
		if (isReset || authorId !== this.#myId) {
			this.#lowestN = Infinity;
		}

		this.#myId = authorId;
	}

	/** Call with each message of the log. */
	receive(message: LoggedMessage) {
		const {id, n, seq} = message;
		if (id !== this.#myId) {
			return;
		}

		this.#lowestN = Math.min(this.#lowestN, n);
		const entry = this.#outbox.getEntry(n);
		if (!entry) {
			return;
		}

		if (isCopyOf(message, entry)) {
			this.#outbox.settle(n);
			this.#events.onAck(entry.n, seq);
		} else if (this.#formerId !== undefined) {
			// The other copy's own.
		} else if (this.#outbox.isUnconfirmed(n)) {
			this.sendAgain(n);
		} else {
			// Not sent again: the room would change it again.
			this.#outbox.settle(n);
			this.#events.onRefused(entry.n, 'changed', changedText);
		}
	}

	/** Looks for what was sent as this member, until `finishLeaving`. */
	startLeaving(formerId: string) {
		this.#formerId ??= formerId;
	}

	/** Sends what was not found as the member `myId`. */
	finishLeaving(myId: string) {
		this.#formerId = undefined;
		this.#myId = myId;
		for (const {n} of this.#outbox.finishLeaving()) {
			this.#events.onRefused(n, 'in-use', hiddenText);
		}
	}

	/** Sends a message under another number: its own stands for another one. */
	sendAgain(wireN: number) {
		this.#outbox.requeue(wireN);
		this.#events.onNumberTaken();
	}
}
