/**
Where a join keeps what it has typed: each step is durable once the schedule says so, in order.
*/
import type {OutboxJournal, SavedOutbox, OutgoingMessage} from '../../source/room/outbox.ts';

export class SimulatedJournal implements OutboxJournal {
	/** What would be there after a crash. */
	saved: SavedOutbox = {room: undefined, last: 0, entries: []};
	#waiting: Array<{readonly keep: () => void; readonly onDurable: () => void}> = [];
	#isFailed = false;

	add(wireN: number, words: OutgoingMessage, onDurable: () => void) {
		this.#do(() => {
			this.saved = {...this.saved, last: wireN, entries: [...this.saved.entries, {wireN, ...words}]};
		}, onDurable);
	}

	settle(wireN: number) {
		this.#do(() => {
			this.saved = {...this.saved, entries: this.saved.entries.filter(entry => entry.wireN !== wireN)};
		});
	}

	replace(saved: SavedOutbox, onDurable: () => void) {
		this.#do(() => {
			this.saved = saved;
		}, onDurable);
	}

	/** Makes the next steps durable. Gives whether there were any. */
	sync(count: number): boolean {
		const steps = this.#waiting.splice(0, count);
		for (const {keep, onDurable} of steps) {
			keep();
			onDurable();
		}

		return steps.length > 0;
	}

	/**
	Its disk takes no more: what waits lasts as long as the program, as storage/outbox-file.ts has
	it.
	*/
	fail() {
		this.#isFailed = true;
		for (const {onDurable} of this.#waiting.splice(0)) {
			onDurable();
		}
	}

	/** The program is killed; the next one finds a disk that works. */
	crash() {
		this.#waiting = [];
		this.#isFailed = false;
	}

	#do(keep: () => void, onDurable: () => void = () => undefined) {
		if (this.#isFailed) {
			onDurable();
		} else {
			this.#waiting.push({keep, onDurable});
		}
	}
}
