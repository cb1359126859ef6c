/** Splits what a terminal sends into keys and reports. Pure: TerminalStdin keeps the time. */
import {Paste} from './paste.ts';
import {readEscape, readSequence} from './read-escape.ts';
import {TokenList} from './token-list.ts';
import {escape, escapeKey, longPatience, type Reading, type Token} from './tokens.ts';
import {maximumKept} from './control-strings.ts';

type Options = {
	/** How long to wait for what follows an escape, in milliseconds. */
	readonly escapeDelay: number;
};

/** The 8-bit forms of ESC and another character. */
const eightBit = /[\u{8F}\u{90}\u{98}\u{9B}\u{9D}-\u{9F}]/u;
// eslint-disable-next-line no-control-regex -- ESC is one.
const escapeOrEightBit = /[\u{1B}\u{8F}\u{90}\u{98}\u{9B}\u{9D}-\u{9F}]/gu;

/** How long a sequence may come after its escape was released as a key, in milliseconds. */
const lateDelay = 1000;
/** Arrows that are this close together, in milliseconds, are the wheel's. */
const burstDelay = 20;

const isSingle = (chunk: string): boolean => [...chunk].length === 1;

type Partial = Extract<Reading, {readonly type: 'partial'}>;

/** The beginning of a sequence that waits for its rest. */
type Held = {
	readonly text: string;
	/** Its escape was released as a key before. */
	readonly isEscapeSpent: boolean;
	/** How much of it arrived in reads of several characters, which a person does not type. */
	readonly solid: number;
	readonly patience: number;
	readonly deadline: number;
};

/**
Reads chunks of any size. The possible beginning of a sequence is held until its rest arrives or
`release()` is called. No character is lost that is not part of a sequence: what turns out to be
none is Escape and text.
*/
export class Tokenizer {
	readonly #escapeDelay: number;
	readonly #list = new TokenList();
	#held: Held | undefined;
	#paste: Paste | undefined;
	/** When an escape was released as a key, with nothing after it so far. */
	#releasedAt: number | undefined;
	#now = 0;

	constructor({escapeDelay}: Options) {
		this.#escapeDelay = escapeDelay;
	}

	/** After how many milliseconds to call `release()`; undefined if nothing waits. */
	get releaseAfter(): number | undefined {
		if (this.#paste) {
			return this.#paste.deadline === undefined ? undefined : this.#paste.deadline - this.#now;
		}

		if (this.#held) {
			return Math.max(0, this.#held.deadline - this.#now);
		}

		return this.#list.hasArrows ? burstDelay : undefined;
	}

	/**
	Returns the tokens of a chunk that arrives at `now`, in milliseconds. Keys that are reports keep
	their place among the keys. Other reports come before the keys around them, which stay together:
	a text field would lose the first half of a word that comes in two parts without a render
	between them.
	*/
	push(chunk: string, now = this.#now): readonly Token[] {
		this.#now = now;
		if (this.#paste?.isOver(chunk)) {
			this.#list.addKeys(this.#paste.take());
			this.#paste = undefined;
		}

		if (this.#paste) {
			this.#readPaste(this.#paste, chunk);
		} else if (this.#isLateRest(chunk)) {
			this.#held = {text: escape, isEscapeSpent: true, solid: escape.length, patience: 0, deadline: 0};
			this.#read(chunk);
		} else {
			this.#read(chunk);
		}

		this.#releasedAt = undefined;
		return this.#list.take();
	}

	/** Returns what is held, as keys: nothing has followed it. */
	release(now = this.#now): readonly Token[] {
		this.#now = now;
		if (this.#paste) {
			this.#list.addKeys(this.#paste.take());
			return this.#list.take();
		}

		this.#releasedAt = this.#held?.text.endsWith(escape) ? now : undefined;
		this.#read('', true);
		this.#list.flushArrows();
		return this.#list.take();
	}

	/** Whether a chunk is the rest of a sequence whose escape was released as a key. */
	#isLateRest(chunk: string): boolean {
		const isInTime = this.#releasedAt !== undefined && this.#now - this.#releasedAt <= lateDelay;
		if (!isInTime || isSingle(chunk) || !/^[[O\]P_^X]/.test(chunk)) {
			return false;
		}

		const reading = readSequence(escape + chunk, 0, {escapeDelay: this.#escapeDelay, isFinal: false});
		const isWord = reading.type === 'whole' && reading.end === 3 && /^..[ -~]/.test(chunk);
		return reading.type !== 'none' && !isWord;
	}

	#read(chunk: string, isFinal = false) {
		const held = this.#held;
		let text = (held?.text ?? '') + chunk;
		let index = 0;
		this.#held = undefined;
		while (index < text.length) {
			const isEightBit = eightBit.test(text[index] ?? '');
			if (isEightBit) {
				const letter = String.fromCodePoint((text.codePointAt(index) ?? 0) - 0x40);
				text = text.slice(0, index) + escape + letter + text.slice(index + 1);
			}

			if (text[index] !== escape) {
				escapeOrEightBit.lastIndex = index;
				const end = escapeOrEightBit.exec(text)?.index ?? text.length;
				this.#list.addKeys(text.slice(index, end));
				index = end;
				continue;
			}

			const reading = readEscape(text, index, {escapeDelay: this.#escapeDelay, isFinal});
			const first = index === 0 ? held : undefined;
			if (isEightBit && reading.type === 'whole' && reading.keys === escapeKey) {
				// A control character that begins nothing, and no key.
				index += 2;
				continue;
			}

			if (reading.type === 'partial') {
				this.#hold(text.slice(index), reading, {chunk, first});
				return;
			}

			if (reading.type === 'whole' && reading.isPaste) {
				const paste = new Paste();
				this.#paste = paste;
				this.#list.flushArrows();
				this.#readPaste(paste, text.slice(reading.end));
				return;
			}

			index = this.#add(reading, text, {index, first});
		}
	}

	/** Adds what was read, and returns where to read on. */
	#add(
		reading: Reading,
		text: string,
		{index, first}: {readonly index: number; readonly first: Held | undefined},
	): number {
		if (reading.type === 'broken') {
			// What came letter by letter after the last piece of the string was typed.
			const isLong = first?.patience === longPatience;
			this.#list.addKeys(isLong ? text.slice(Math.min(first.solid, reading.end), reading.end) : '');
			return reading.end;
		}

		if (reading.type === 'whole') {
			const isSpent = first?.isEscapeSpent === true && reading.keys === escapeKey;
			this.#list.add(isSpent ? {} : reading);
			return reading.end;
		}

		return index + 1;
	}

	#hold(text: string, reading: Partial, {chunk, first}: {readonly chunk: string; readonly first: Held | undefined}) {
		const {patience, mayBeTyped = false} = reading;
		const kept = text.length > maximumKept ? text.slice(0, maximumKept / 2) + text.slice(-1) : text;
		// A string that never ends is given up in time, however fast a person types into it.
		const isTyped = mayBeTyped && first?.patience === patience && isSingle(chunk);
		this.#held = {
			text: kept,
			isEscapeSpent: first?.isEscapeSpent ?? false,
			solid: isTyped ? first.solid : kept.length,
			patience,
			deadline: isTyped ? first.deadline : this.#now + patience,
		};
	}

	#readPaste(paste: Paste, chunk: string) {
		const rest = paste.push(chunk, this.#now);
		if (rest !== undefined) {
			this.#list.addKeys(paste.take());
			this.#paste = undefined;
			this.#read(rest);
		}
	}
}
