import {Buffer, isUtf8} from 'node:buffer';
import {setTimeout as delay} from 'node:timers/promises';

export type InputLine = {
	readonly text: string;
	/** Whether the line is UTF-8. If not, each invalid byte of the text has become U+FFFD. */
	readonly isValid: boolean;
};

/** A line that is longer is cut, so that memory is bounded, in bytes. A message is much shorter. */
const maximumLineBytes = 1_048_576;

const lineFeed = 0x0a;

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

const decode = (bytes: Uint8Array): InputLine => ({
	text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString().replace(/\r$/, ''),
	isValid: isUtf8(bytes),
});

/** Returns whether a byte of UTF-8 is not the first one of its character. */
const isContinuation = (byte = 0): boolean => byte >= 0x80 && byte < 0xc0;

/** Returns where to cut an endless line: before the character that the limit divides. */
const findCut = (bytes: Uint8Array): number => {
	let cut = maximumLineBytes;
	while (cut > maximumLineBytes - 4 && isContinuation(bytes[cut])) {
		cut--;
	}

	return cut;
};

/** Yields the stream without a byte order mark at its start. */
async function* skipByteOrderMark(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	let start: Uint8Array | undefined = new Uint8Array();
	for await (const chunk of input) {
		if (!start) {
			yield chunk;
			continue;
		}

		start = Buffer.concat([start, chunk]);
		if (start.length >= byteOrderMark.length || !byteOrderMark.subarray(0, start.length).equals(start)) {
			yield byteOrderMark.equals(start.subarray(0, 3)) ? start.subarray(3) : start;
			start = undefined;
		}
	}

	if (start) {
		yield start;
	}
}

/**
Yields the lines of a stream without their LF or CRLF, and without a byte order mark. The last line
may lack its end.
*/
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<InputLine> {
	let parts: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of skipByteOrderMark(input)) {
		parts.push(chunk);
		length += chunk.length;
		if (!chunk.includes(lineFeed) && length <= maximumLineBytes) {
			continue;
		}

		let rest = Buffer.concat(parts);
		for (let end = rest.indexOf(lineFeed); end !== -1; end = rest.indexOf(lineFeed)) {
			yield decode(rest.subarray(0, end));
			rest = rest.subarray(end + 1);
		}

		while (rest.length > maximumLineBytes) {
			const cut = findCut(rest);
			yield decode(rest.subarray(0, cut));
			rest = rest.subarray(cut);
		}

		parts = [rest];
		length = rest.length;
	}

	if (length > 0) {
		yield decode(Buffer.concat(parts));
	}
}

/** The number of undelivered messages and lines that are named; more are only counted. */
export const maximumNamed = 20;

/** How long the input must be quiet to count as read, in milliseconds. */
const quietTime = 50;
/** How long to read what follows, at most, in milliseconds. */
const restTime = 1000;

/** The lines of the input that were not sent as they are. */
export class UnsentInput {
	/** The first lines that came too late to be sent. */
	readonly first: string[] = [];
	/** The number of lines that came too late to be sent. */
	count = 0;
	/** The number of lines that were sent, but were not UTF-8. */
	invalidCount = 0;
	/** The number of the first of them, from 1. */
	firstInvalid = 0;
	#hasEnded = false;
	#seen = 0;

	/** Call for each line that is read. */
	onLine({isValid}: InputLine) {
		this.#seen++;
		if (!isValid) {
			this.invalidCount++;
			this.firstInvalid ||= this.#seen;
		}
	}

	/** The number of lines that were read. */
	get lineCount() {
		return this.#seen;
	}

	/** Call for each piece of an input that is one text. It counts as not sent until it all is. */
	onPieceOfText() {
		if (this.#seen === 0) {
			this.add('the text of standard input');
		}

		this.#seen++;
	}

	/** Call when an input that is one text is complete, and is sent. */
	onText({invalidCount, firstInvalid}: Pick<UnsentInput, 'invalidCount' | 'firstInvalid'>) {
		this.count = 0;
		this.first.length = 0;
		this.invalidCount = invalidCount;
		this.firstInvalid = firstInvalid;
	}

	/** Call when no line follows. */
	onEnd() {
		this.#hasEnded = true;
	}

	/** Adds a line that is not sent. An empty line is no message. */
	add(text: string) {
		if (text === '') {
			return;
		}

		this.count++;
		if (this.first.length < maximumNamed) {
			this.first.push(text);
		}
	}

	/** Waits until the input has ended, or no more of it comes, or too much. */
	async waitForRest() {
		const end = Date.now() + restTime;
		let before = -1;
		while (!this.#hasEnded && this.#seen !== before && Date.now() < end) {
			before = this.#seen;
			// Each wait depends on what came during the one before.
			// eslint-disable-next-line no-await-in-loop
			await delay(quietTime);
		}
	}
}
