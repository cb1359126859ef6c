/**
One history of the room: its disk, and what anybody was shown of it. Whatever is shown must be
durable and the same for all.
*/
import assert from 'node:assert/strict';
import {isVisibleTo, type LoggedMessage} from '../../source/room/log.ts';
import {GatedDisk} from '../model/gated-disk.ts';

/** What of a message somebody saw. */
type ShownMessage = Partial<LoggedMessage> & {readonly seq: number};

export class RoomHistory {
	readonly id: string;
	readonly disk = new GatedDisk();
	readonly #shown = new Map<number, LoggedMessage>();

	constructor(id: string) {
		this.id = id;
	}

	/** Invariants 2 and 5. */
	checkShown(seen: ShownMessage, who: string) {
		const kept = this.disk.durable.messages[seen.seq - 1];
		assert.ok(kept, `message ${seen.seq} was shown to ${who} before it was durable`);
		const known = this.#shown.get(seen.seq) ?? kept;
		this.#shown.set(seen.seq, known);
		for (const [field, value] of Object.entries(seen)) {
			assert.deepEqual(value, known[field as keyof LoggedMessage], `${field} of message ${seen.seq} as ${who} sees it`);
		}
	}

	/** Whether there is something from this place up to that one that this member may see. */
	hasFor(memberId: string, from: number, to: number): boolean {
		return this.disk.durable.messages.slice(from - 1, Math.max(0, to)).some(message => isVisibleTo(message, memberId));
	}

	/** A private message is told to its two alone, and nothing else is kept from anybody. */
	checkVisibility(seq: number, isTold: boolean, {id, who}: {readonly id: string | undefined; readonly who: string}) {
		const kept = this.disk.durable.messages[seq - 1];
		assert.ok(kept, `the place of message ${seq} was told to ${who} before it was durable`);
		assert.equal(
			isTold,
			isVisibleTo(kept, id ?? ''),
			`message ${seq} for ${kept.to?.name ?? 'all'} ${isTold ? 'told to' : 'kept from'} ${who}`,
		);
	}

	/** Invariant 3: a text is acknowledged only once it is there for good. */
	checkAcknowledged(text: string, who: string) {
		assert.ok(
			this.disk.durable.texts.has(text),
			`${who} was told that ${text.slice(0, 20)} is in the log, which it is not`,
		);
	}

	/** What may be said of a number as settled. */
	checkSettled(id: string, n: number, who: string) {
		assert.ok(n === 0 || this.disk.durable.has(id, n), `${who} was told that number ${n} is settled, which it is not`);
	}

	/**
	Invariants 2, 3, 4 and 6, in the end. That the numbers of each author rise by one is checked as
	the log is read.
	*/
	checkEnd() {
		const {messages} = this.disk.durable;
		for (const [seq, message] of this.#shown) {
			assert.deepEqual(messages[seq - 1], message, `message ${seq} as it was shown`);
		}
	}
}
