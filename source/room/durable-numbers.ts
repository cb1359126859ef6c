import type {OutboxJournal, OutgoingMessage, SavedOutbox} from './outbox-journal.ts';

/** Knows which numbers of an outbox its journal has saved. */
export class DurableNumbers {
	#journal: OutboxJournal;
	readonly #onSaved: () => void;
	/** How many times everything was saved anew. */
	#numbering = 0;
	/** The number of the last message that the journal has saved. */
	#last: number;

	/** `onSaved`: called when `last` may have risen. */
	constructor(journal: OutboxJournal, last: number, onSaved: () => void) {
		this.#journal = journal;
		this.#last = last;
		this.#onSaved = onSaved;
	}

	get last() {
		return this.#last;
	}

	add(wireN: number, message: OutgoingMessage) {
		const numbering = this.#numbering;
		this.#journal.add(wireN, message, () => {
			this.#markDurable(wireN, numbering);
		});
	}

	settle(wireN: number) {
		this.#journal.settle(wireN);
	}

	/** Saves everything anew. Until that is durable, no number above `sent` is. */
	replace(saved: SavedOutbox, sent: number, onDurable = () => undefined as void) {
		this.#last = sent;
		this.#numbering++;
		const numbering = this.#numbering;
		this.#journal.replace(saved, () => {
			onDurable();
			this.#markDurable(saved.last, numbering);
		});
	}

	/** Saves to another journal from now on. Returns the one that was used before. */
	changeJournal(journal: OutboxJournal): OutboxJournal {
		const before = this.#journal;
		this.#journal = journal;
		return before;
	}

	/** Ignores calls for an earlier numbering: renumbering saved every pending message again. */
	#markDurable(wireN: number, numbering: number) {
		if (numbering === this.#numbering) {
			this.#last = Math.max(this.#last, wireN);
			this.#onSaved();
		}
	}
}
