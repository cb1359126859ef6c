/** A paste in brackets, whose end may never arrive. */
import {escape, longPatience} from './tokens.ts';

const startMark = `${escape}[200~`;
const endMark = `${escape}[201~`;

export class Paste {
	#text = '';
	/** Its end was given up: what comes may be typed. */
	#isLate = false;
	#deadline: number | undefined;

	/** When to stop waiting for the end, on the clock of `push`; undefined if nothing waits. */
	get deadline(): number | undefined {
		return this.#deadline;
	}

	/** Adds a chunk. Returns what follows the end of the paste; undefined as long as it goes on. */
	push(chunk: string, now: number): string | undefined {
		const from = Math.max(0, this.#text.length - endMark.length);
		this.#text += chunk;
		this.#deadline = now + longPatience;
		const end = this.#text.indexOf(endMark, from);
		if (end === -1) {
			return undefined;
		}

		const rest = this.#text.slice(end + endMark.length);
		this.#text = this.#text.slice(0, end);
		return rest;
	}

	/** Returns what has come so far as a paste that Ink reads; empty if nothing has. */
	take(): string {
		const text = this.#text;
		this.#text = '';
		this.#isLate = true;
		this.#deadline = undefined;
		return text === '' ? '' : startMark + text + endMark;
	}

	/**
	Returns true for a single key after the end was given up: it is typed. Several characters in one
	read are the rest of a paste that a slow link delays.
	*/
	isOver(chunk: string): boolean {
		const isKey =
			[...chunk].length === 1 || (chunk.startsWith(escape) && !chunk.includes(endMark) && !endMark.startsWith(chunk));
		return this.#isLate && this.#text === '' && isKey;
	}
}
