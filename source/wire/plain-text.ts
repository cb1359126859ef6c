import type {LoggedMessage} from '../room/log.ts';
import {cleanText, maximumTextBytes, splitText} from '../text/message.ts';
import {sanitize, sanitizeLine} from '../text/sanitize.ts';
import {OpeningGuard} from './opening-guard.ts';
import type {ForeignProtocol} from './foreign-protocol.ts';
import {TelnetFilter} from './telnet-filter.ts';

/** The line ending of a plain peer. */
export type LineEnd = 'lf' | 'crlf' | 'none';

/** Text without a line ending becomes a message after this many milliseconds without a byte. */
export const quietMs = 100;

/** A message from a plain peer. `isBye` is false for a piece of a longer line. */
export type PlainMessage = {readonly text: string; readonly isBye: boolean};

/**
Reads messages from a peer that sends raw text, such as nc, telnet or a script. A message ends with
LF or CRLF or, if the peer sends no line endings, with `quietMs` of silence. No text is lost:
invalid bytes become U+FFFD, and a line that is too long for one message becomes several.
*/
export class PlainReader {
	readonly #telnet = new TelnetFilter();
	readonly #decoder = new TextDecoder();
	readonly #guard = new OpeningGuard();
	#rest = '';
	/** Whether the start of the current line was already returned as a message. */
	#isMidLine = false;
	/** Whether silence ended the last message, so that a line ending that follows belongs to it. */
	#isAfterQuiet = false;
	#lineEnd: LineEnd | undefined;

	/** How the peer ended its last message; undefined before the first. */
	get lineEnd(): LineEnd | undefined {
		return this.#lineEnd;
	}

	/** Whether text is waiting for its line ending. */
	get hasRest() {
		return this.#rest !== '' || this.#guard.isHolding;
	}

	/** Whether it is not clear yet that the peer sends text. */
	get isUndecided() {
		return this.#guard.isHolding;
	}

	/** The protocol that the peer speaks, if it is not text. Nothing of it becomes a message. */
	get foreign(): ForeignProtocol | undefined {
		return this.#guard.foreign;
	}

	/** Yields the messages that this chunk completes. */
	*read(chunk: Uint8Array): Generator<PlainMessage, void, undefined> {
		yield* this.#readText(this.#guard.push(this.#decode(chunk)));
	}

	/**
	Called after `quietMs` without a byte. Yields the waiting text as a message. An incomplete
	character keeps waiting.
	*/
	*quiet(): Generator<PlainMessage, void, undefined> {
		yield* this.#readText(this.#guard.quiet());
		yield* this.#endRest();
	}

	/** Called when the peer has ended its stream. Yields the remaining text as a message. */
	*end(): Generator<PlainMessage, void, undefined> {
		yield* this.#readText(this.#guard.push(this.#decoder.decode()) + this.#guard.end());
		yield* this.#endRest();
	}

	#decode(chunk: Uint8Array): string {
		return this.#decoder.decode(this.#telnet.push(chunk), {stream: true});
	}

	*#endRest(): Generator<PlainMessage, void, undefined> {
		const rest = this.#rest;
		if (rest === '' || rest === '\r') {
			return;
		}

		// A CR may be the first half of a CRLF whose LF has not arrived yet.
		const isHalfEnd = rest.endsWith('\r');
		this.#rest = '';
		this.#isAfterQuiet = true;
		if (!isHalfEnd) {
			this.#lineEnd = 'none';
		}

		yield* this.#createMessages(isHalfEnd ? rest.slice(0, -1) : rest);
	}

	*#readText(text: string): Generator<PlainMessage, void, undefined> {
		let input = text;
		if (this.#isAfterQuiet && input !== '') {
			this.#isAfterQuiet = false;
			input = input.replace(/^\r?\n/, '');
		}

		const lines = (this.#rest + input).split('\n');
		this.#rest = lines.pop() ?? '';
		for (const line of lines) {
			const hasReturn = line.endsWith('\r');
			this.#lineEnd = hasReturn ? 'crlf' : 'lf';
			if (line === '' || line === '\r') {
				// Not looked at any further: a peer can send tens of thousands at once.
				this.#isMidLine = false;
				continue;
			}

			yield* this.#createMessages(hasReturn ? line.slice(0, -1) : line);
		}

		// Bound the memory that a line without an end takes.
		if (this.#rest.length > maximumTextBytes) {
			const pieces = this.#createMessages(this.#rest);
			this.#rest = pieces.at(-1)?.text ?? '';
			this.#isMidLine = true;
			yield* pieces.slice(0, -1);
		}
	}

	/**
	Creates messages from `line`: the text since the last line ending, or since the last piece of
	the same line that became a message.
	*/
	#createMessages(line: string): readonly PlainMessage[] {
		const isRest = this.#isMidLine;
		this.#isMidLine = false;
		const pieces = splitText(cleanText(line));
		return pieces.map(text => ({text, isBye: !isRest && pieces.length === 1 && isBye(text)}));
	}
}

const lineEnds = {lf: '\n', crlf: '\r\n', none: ''} satisfies Record<LineEnd, string>;

/**
Formats a message for a plain peer: the host's own text as it is, another member's as one line that
starts with the member's name.
*/
export const formatPlainLine = (text: string, from?: string): string =>
	from === undefined ? sanitize(text) : `${sanitizeLine(from)}: ${sanitizeLine(text)}`;

/** Formats a private message for a plain peer. Names contain no parentheses. */
export const formatPrivatePlainLine = (text: string, from?: string): string =>
	from === undefined ? `(private) ${sanitizeLine(text)}` : formatPlainLine(text, `${from} (private)`);

/** Formats a message for a plain peer. `hostId`: the id of the host's own member. */
export const formatPlainMessage = ({id, from, text, to}: LoggedMessage, hostId: string): string => {
	const name = id === hostId ? undefined : from;
	return to ? formatPrivatePlainLine(text, name) : formatPlainLine(text, name);
};

/**
Encodes lines for a plain peer, to be sent in one write. If the peer uses no line endings, a line
feed still separates lines of the same write, so that the reader can tell them apart.
*/
export const encodePlain = (lines: readonly string[], lineEnd: LineEnd): string => {
	const end = lineEnds[lineEnd];
	return lines.join(end === '' ? '\n' : end) + end;
};

/**
Returns whether a line is `bye`, which ends the chat: in any case, with or without spaces around.
*/
export const isBye = (text: string): boolean => /^\s*bye\s*$/i.test(text);
