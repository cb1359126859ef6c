import {cleanText, maximumTextBytes, splitText} from '../text/message.ts';
import {sanitize, sanitizeLine} from '../text/sanitize.ts';
import {TelnetFilter} from './telnet-filter.ts';

/** How a plain line ends. */
export type LineEnd = 'lf' | 'crlf' | 'none';

/** After this long without a byte, in milliseconds, what came without a line end is a message. */
export const quietMs = 100;

/** A message of a plain peer. A piece of a longer line is never a bye. */
export type PlainMessage = {readonly text: string; readonly isBye: boolean};

/**
The raw-text dialect of nc, telnet and a student's script, as bytes come in: messages end with LF or CRLF, or, where the program
sends no line ends, with quiet. Nothing is lost: bad bytes become U+FFFD, and what is too long for one message becomes several.
*/
export class PlainReader {
	readonly #telnet = new TelnetFilter();
	readonly #decoder = new TextDecoder();
	#rest = '';
	/** The beginning of the line that is under way was a message already. */
	#isMidLine = false;
	/** The last message ended by quiet: a line end that comes now belongs to it. */
	#isAfterQuiet = false;
	#lineEnd: LineEnd | undefined;

	/** How the other side ended its last message, once it has spoken. */
	get lineEnd(): LineEnd | undefined {
		return this.#lineEnd;
	}

	/** Whether something waits for its line end. */
	get hasRest() {
		return this.#rest !== '';
	}

	/** The messages that this chunk completes. */
	push(chunk: Uint8Array): readonly PlainMessage[] {
		return this.#readText(this.#decoder.decode(this.#telnet.push(chunk), {stream: true}));
	}

	/**
	No byte has come for `quietMs`: what is there without a line end is a message. Half a character
	waits on.
	*/
	quiet(): readonly PlainMessage[] {
		const rest = this.#rest;
		if (rest === '' || rest === '\r') {
			return [];
		}

		// A CR may be the first half of a CRLF whose LF is under way.
		const isHalfEnd = rest.endsWith('\r');
		this.#rest = '';
		this.#isAfterQuiet = true;
		if (!isHalfEnd) {
			this.#lineEnd = 'none';
		}

		return this.#createMessages(isHalfEnd ? rest.slice(0, -1) : rest);
	}

	/** The other side has ended: what is left is a message. */
	end(): readonly PlainMessage[] {
		return [...this.#readText(this.#decoder.decode()), ...this.quiet()];
	}

	#readText(text: string): readonly PlainMessage[] {
		let input = text;
		if (this.#isAfterQuiet && input !== '') {
			this.#isAfterQuiet = false;
			input = input.replace(/^\r?\n/, '');
		}

		const messages: PlainMessage[] = [];
		const lines = (this.#rest + input).split('\n');
		this.#rest = lines.pop() ?? '';
		for (const line of lines) {
			const hasReturn = line.endsWith('\r');
			this.#lineEnd = hasReturn ? 'crlf' : 'lf';
			messages.push(...this.#createMessages(hasReturn ? line.slice(0, -1) : line));
		}

		// A line that has no end in sight is not kept in memory for ever.
		if (this.#rest.length > maximumTextBytes) {
			const pieces = this.#createMessages(this.#rest);
			this.#rest = pieces.at(-1)?.text ?? '';
			this.#isMidLine = true;
			messages.push(...pieces.slice(0, -1));
		}

		return messages;
	}

	/**
	`line`: all that came since the last line end, or since a piece was taken off its beginning.
	*/
	#createMessages(line: string): readonly PlainMessage[] {
		const isRest = this.#isMidLine;
		this.#isMidLine = false;
		// Cut before it is cleaned: bringing combining marks into order costs the square of their
		// number.
		const pieces = splitText(line.toWellFormed()).flatMap(piece => splitText(cleanText(piece)));
		return pieces.map(text => ({text, isBye: !isRest && pieces.length === 1 && isBye(text)}));
	}
}

const lineEnds = {lf: '\n', crlf: '\r\n', none: ''} satisfies Record<LineEnd, string>;

/**
A message as a plain peer sees it: the host's own words as they are, another member's as one line
with its name before.
*/
export const formatPlainLine = (text: string, from?: string): string =>
	from === undefined ? sanitize(text) : `${sanitizeLine(from)}: ${sanitizeLine(text)}`;

/** The same of a message for this peer alone. No name has a parenthesis in it. */
export const formatPrivatePlainLine = (text: string, from?: string): string =>
	from === undefined ? `(private) ${sanitizeLine(text)}` : formatPlainLine(text, `${from} (private)`);

/**
Lines on their way to a plain peer, as one write. Where lines have no end, those that go out together still get a line feed between
them, or the reader could not tell them apart.
*/
export const encodePlain = (lines: readonly string[], lineEnd: LineEnd): string => {
	const end = lineEnds[lineEnd];
	return lines.join(end === '' ? '\n' : end) + end;
};

/** `bye`, alone on a line, in any case, with spaces around it or not, ends the chat. */
export const isBye = (text: string): boolean => /^\s*bye\s*$/i.test(text);
