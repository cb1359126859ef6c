/** A client's outbox on disk. Its steps become durable in order, when the schedule syncs them. */
import type {OutboxJournal, SavedOutbox, OutgoingMessage} from '../../source/room/outbox.ts';

export class SimulatedJournal implements OutboxJournal {
	/** The state after a crash. */
	saved: SavedOutbox = {room: undefined, last: 0, entries: []};
	#waiting: Array<{readonly apply: () => void; readonly onDurable: () => void}> = [];
	#isFailed = false;

	add(wireN: number, words: OutgoingMessage, onDurable: () => void) {
		this.#enqueue(() => {
			this.saved = {...this.saved, last: wireN, entries: [...this.saved.entries, {wireN, ...words}]};
		}, onDurable);
	}

	settle(wireN: number) {
		this.#enqueue(() => {
			this.saved = {...this.saved, entries: this.saved.entries.filter(entry => entry.wireN !== wireN)};
		});
	}

	replace(saved: SavedOutbox, onDurable: () => void) {
		this.#enqueue(() => {
			this.saved = saved;
		}, onDurable);
	}

	/** Makes the next `count` steps durable. Returns whether there were any. */
	sync(count: number): boolean {
		const steps = this.#waiting.splice(0, count);
		for (const {apply, onDurable} of steps) {
			apply();
			onDurable();
		}

		return steps.length > 0;
	}

	/**
	The disk fails. Like storage/outbox-file.ts, reports every step as durable from now on, and
	saves none.
	*/
	fail() {
		this.#isFailed = true;
		for (const {onDurable} of this.#waiting.splice(0)) {
			onDurable();
		}
	}

	/** The program is killed. The disk works for the next one. */
	crash() {
		this.#waiting = [];
		this.#isFailed = false;
	}

	#enqueue(apply: () => void, onDurable: () => void = () => undefined) {
		if (this.#isFailed) {
			onDurable();
		} else {
			this.#waiting.push({apply, onDurable});
		}
	}
}
