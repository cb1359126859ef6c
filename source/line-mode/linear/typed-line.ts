import {measureWidth, splitGraphemes} from '../../text/width.ts';

/** The effect of a key besides a change of the line. */
export type LineAction =
	{readonly type: 'line'; readonly text: string} | {readonly type: 'end' | 'interrupt' | 'suspend' | 'quit'};

/* eslint-disable no-control-regex */
/**
The sequences of keys and reports, and the answers of terminals. Whatever else follows an escape was
typed after the key Escape.
*/
const sequences = [
	/^\u{1B}\[(?:[A-HIOPQRSZ]|\[[A-E]|1;\d+[A-HPQRS]|\d+(?:;\d+)*[~u]|\d+;\d+R|[<=>?]\d[\d;]*(?:\$y|[A-Za-z]))/u,
	/^\u{1B}O[A-DFHPQRS]/u,
	/^\u{1B}[\]P_^X][^\p{Cc}]*(?:\u{7}|\u{1B}\\|\u{9C})/u,
];
/** The start of a character or sequence, whose rest may come with the next read. */
const beginnings = [
	/^\u{1B}(?:\[(?:\[|[<=>?]?[\d;]{0,60}\$?)?|O)?$/u,
	/^\u{1B}(?:\]\d{1,4};|P(?:[>!]\||\d?[+$]r))[^\p{Cc}]{0,4000}\u{1B}?$/u,
];
/* eslint-enable no-control-regex */
const escape = '\u{1B}';

/** Erases the last columns by stepping back over them, as the terminal driver does. */
const erase = (text: string): string => '\b \b'.repeat(measureWidth(text));

const controls = new Map<string, LineAction['type']>([
	['\u0003', 'interrupt'],
	['\u001A', 'suspend'],
	['\u001C', 'quit'],
]);

/**
A line that is being typed, on a terminal that does not echo. It knows the keys of the terminal
driver: Backspace, Ctrl+U, Ctrl+W, Ctrl+R, Ctrl+C, Ctrl+D, Ctrl+Z and Ctrl+\. Other keys do nothing,
and Escape takes nothing away from what is typed after it.
*/
export class TypedLine {
	readonly #onAction: (action: LineAction) => void;
	readonly #write: (text: string) => void;
	#text = '';
	#open = '';
	/** Whether the last key was a CR: an LF right after it belongs to it. */
	#isAfterReturn = false;

	constructor(write: (text: string) => void, onAction: (action: LineAction) => void) {
		this.#write = write;
		this.#onAction = onAction;
	}

	/** The text before Enter. */
	get text() {
		return this.#text;
	}

	/** Takes what the terminal sends. */
	type(input: string) {
		// A sequence comes in larger pieces than what is typed after Escape.
		const isTyped = this.#open === escape && [...input].length === 1;
		let rest = isTyped ? input : this.#open + input;
		this.#open = '';
		while (rest !== '') {
			const current = rest;
			if (beginnings.some(form => form.test(current))) {
				this.#open = rest;
				return;
			}

			const sequence = sequences.map(form => form.exec(current)?.[0]).find(Boolean);
			const printable = /^[^\p{Cc}]+/u.exec(rest)?.[0];
			const [first = ''] = rest;
			const taken = sequence ?? printable ?? first;
			rest = rest.slice(taken.length);
			if (printable !== undefined) {
				this.#add(printable);
			} else if (sequence === undefined) {
				this.#press(first);
			}

			this.#isAfterReturn = taken === '\r';
		}
	}

	/** Prints text in rows of its own, and repeats what is typed below it. */
	print(text: string) {
		this.#write(`${this.#text === '' ? '' : '\n'}${text}\n${this.#text}`);
	}

	/** Prints a question before what is typed. */
	ask(question: string) {
		this.#write(`${this.#text === '' ? '' : '\n'}${question} ${this.#text}`);
	}

	/** Prints what is typed once more. */
	repeat() {
		if (this.#text !== '') {
			this.#write(`\n${this.#text}`);
		}
	}

	/** Drops what is typed, and leaves its row. */
	clear() {
		if (this.#text !== '') {
			this.#text = '';
			this.#write('\n');
		}
	}

	#add(text: string) {
		this.#text += text;
		this.#write(text);
	}

	#press(key: string) {
		const action = controls.get(key);
		if (action !== undefined && action !== 'line') {
			this.#onAction({type: action});
			return;
		}

		switch (key) {
			case '\n':
			case '\r': {
				if (key === '\r' || !this.#isAfterReturn) {
					this.#enter();
				}

				break;
			}

			case '\u0004': {
				if (this.#text === '') {
					this.#onAction({type: 'end'});
				}

				break;
			}

			case '\b':
			case '\u007F': {
				this.#remove(splitGraphemes(this.#text).at(-1) ?? '');
				break;
			}

			case '\u0015': {
				this.#remove(this.#text);
				break;
			}

			case '\u0017': {
				this.#remove(/\S*\s*$/.exec(this.#text)?.[0] ?? '');
				break;
			}

			case '\u0012': {
				this.repeat();
				break;
			}

			case '\t': {
				this.#add(' ');
				break;
			}

			default: {
				break;
			}
		}
	}

	#enter() {
		const text = this.#text;
		this.#text = '';
		this.#write('\n');
		this.#onAction({type: 'line', text});
	}

	#remove(end: string) {
		this.#text = this.#text.slice(0, this.#text.length - end.length);
		this.#write(erase(end));
	}
}
