import {recogniseOpening, type ForeignProtocol} from './foreign-protocol.ts';

/** How many times in a row an unfinished request line waits for its rest instead of being text. */
const patience = 20;

/**
Holds back the beginning of a plain peer's text until it is clear that it is text. Nothing of
another protocol is passed on, neither its first line nor what follows.
*/
export class OpeningGuard {
	#held = '';
	#isOpen = false;
	#foreign: ForeignProtocol | undefined;
	#silences = 0;

	/** The protocol that the peer speaks, if it is not text. */
	get foreign(): ForeignProtocol | undefined {
		return this.#foreign;
	}

	/** Whether text waits until it is clear what it is. */
	get isHolding(): boolean {
		return this.#held !== '';
	}

	/** Returns the text that may be read. */
	push(text: string): string {
		return this.#isOpen ? text : this.#decide(this.#held + text, {isWhole: false});
	}

	/** Called after a silence of the peer. Returns the text that may be read. */
	quiet(): string {
		this.#silences++;
		const opening = recogniseOpening(this.#held, {isWhole: false});
		return opening === 'maybe-request' && this.#silences < patience ? '' : this.end();
	}

	/** Called when the peer has ended its stream. Returns the text that may be read. */
	end(): string {
		return this.#held === '' ? '' : this.#decide(this.#held, {isWhole: true});
	}

	#decide(text: string, parts: {readonly isWhole: boolean}): string {
		this.#held = '';
		if (this.#foreign !== undefined || text.trim() === '') {
			// Empty lines are no messages.
			return this.#foreign === undefined ? text : '';
		}

		const opening = recogniseOpening(text, parts);
		switch (opening) {
			case 'text': {
				this.#isOpen = true;
				return text;
			}

			case 'maybe-text':
			case 'maybe-request': {
				this.#held = text;
				return '';
			}

			default: {
				this.#foreign = opening;
				return '';
			}
		}
	}
}
