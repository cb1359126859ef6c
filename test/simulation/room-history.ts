/**
One history of the room: its disk, and the messages that anyone was shown. A shown message must be
durable, and the same for all.
*/
import assert from 'node:assert/strict';
import {isVisibleTo, type LoggedMessage} from '../../source/room/log.ts';
import {GatedDisk} from '../model/gated-disk.ts';

/** The known fields of a message that someone was shown. */
type ShownMessage = Partial<LoggedMessage> & {readonly seq: number};

export class RoomHistory {
	readonly id: string;
	readonly disk = new GatedDisk();
	readonly #shown = new Map<number, LoggedMessage>();

	constructor(id: string) {
		this.id = id;
	}

	/** Invariants 2 and 5: the message is durable, and has the same fields for all. */
	checkShown(seen: ShownMessage, who: string) {
		const durable = this.disk.durable.messages[seen.seq - 1];
		assert.ok(durable, `message ${seen.seq} was shown to ${who} before it was durable`);
		const known = this.#shown.get(seen.seq) ?? durable;
		this.#shown.set(seen.seq, known);
		for (const [field, value] of Object.entries(seen)) {
			assert.deepEqual(
				value,
				known[field as keyof LoggedMessage],
				`${field} of message ${seen.seq} as ${who} was shown it`,
			);
		}
	}

	/** Whether a member may see any message from `from` to `to`, both included. */
	hasFor(memberId: string, from: number, to: number): boolean {
		return this.disk.durable.messages.slice(from - 1, Math.max(0, to)).some(message => isVisibleTo(message, memberId));
	}

	/** A whisper is sent to its author and recipient only, every other message to all. */
	checkVisibility(seq: number, isSent: boolean, {id, who}: {readonly id: string | undefined; readonly who: string}) {
		const durable = this.disk.durable.messages[seq - 1];
		assert.ok(durable, `${who} was sent the seq of message ${seq} before it was durable`);
		assert.equal(
			isSent,
			isVisibleTo(durable, id ?? ''),
			`message ${seq} for ${durable.to?.name ?? 'all'} ${isSent ? 'was sent to' : 'was withheld from'} ${who}`,
		);
	}

	/** Invariant 3: the host acknowledges a text only after it is durable. */
	checkAcknowledged(text: string, who: string) {
		assert.ok(
			this.disk.durable.texts.has(text),
			`${who} got an acknowledgement of ${text.slice(0, 20)}, which is not in the log`,
		);
	}

	/** The host reports a number as settled only after it is durable. */
	checkSettled(id: string, n: number, who: string) {
		assert.ok(n === 0 || this.disk.durable.has(id, n), `${who} was sent number ${n} as settled, which it is not`);
	}

	/** Invariant 2 in the end: no shown message has changed. */
	checkEnd() {
		const {messages} = this.disk.durable;
		for (const [seq, message] of this.#shown) {
			assert.deepEqual(messages[seq - 1], message, `message ${seq} as it was shown`);
		}
	}
}
