import type {Readable, Writable} from 'node:stream';
import type {Chat} from '../chat/chat.ts';
import type {TimedEvent} from '../chat/events.ts';
import {historyResetText} from '../chat/history.ts';
import {formatSpeaker} from '../text/message.ts';
import {sanitizeLine} from '../text/sanitize.ts';
import {isBye} from '../wire/plain-text.ts';
import {errorMessage} from '../text/errors.ts';
import {describeExit, decideExitCode} from './exit-report.ts';
import {createJsonWriter} from './json-events.ts';
import {describeOutputError} from './output-error.ts';

/** No more input is read while this number of lines waits for acknowledgement. */
const maximumPending = 1000;

export type LineModeOptions = {
	/** Print one JSON event per line instead of text. */
	readonly json: boolean;
	/** Stay after the input has ended. */
	readonly stay: boolean;
	readonly input: Readable;
	readonly output: Writable;
	/** Gets the connection log and error messages. */
	readonly errors: Writable;
};

/**
Yields the lines of a stream without their LF or CRLF. The last line may lack one. Invalid UTF-8
becomes U+FFFD.
*/
async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	let rest = '';
	for await (const chunk of input) {
		const lines = (rest + decoder.decode(chunk, {stream: true})).split('\n');
		rest = lines.pop() ?? '';
		yield* lines.map(line => line.replace(/\r$/, ''));
	}

	rest += decoder.decode();
	if (rest !== '') {
		yield rest;
	}
}

/** Returns what an event prints on the error stream, or ''. */
const formatErrorLine = (event: TimedEvent): string => {
	switch (event.type) {
		case 'log': {
			return `${event.verb} ${sanitizeLine(event.detail)}\n`;
		}

		case 'invite': {
			const code = event.code === undefined ? '' : `code ${event.code}\n`;
			return event.addresses.map(address => `invite socket-chat join ${sanitizeLine(address)}\n`).join('') + code;
		}

		case 'refused': {
			return `Your line ${event.n} was refused: ${sanitizeLine(event.text)}\n`;
		}

		case 'error': {
			return `${sanitizeLine(event.text)}\n`;
		}

		case 'reset': {
			return `${historyResetText}\n`;
		}

		default: {
			return '';
		}
	}
};

/**
A chat for pipes and scripts: reads lines, prints messages, and prints the connection log on the
error stream.
*/
export class LineMode {
	readonly #chat: Chat;
	readonly #options: LineModeOptions;
	readonly #toJson = createJsonWriter();
	#isOver = false;
	/** Set once the output cannot be written; `reason`: why, unless its reader has gone. */
	#outputFailure: {readonly reason: string | undefined} | undefined;
	#end: ((exitCode: number) => void) | undefined;

	constructor(chat: Chat, options: LineModeOptions) {
		this.#chat = chat;
		this.#options = options;
	}

	/** Runs the chat until it ends. Resolves with the exit code. */
	async run(): Promise<number> {
		const exitCode = new Promise<number>(resolve => {
			this.#end = resolve;
		});
		this.#chat.onEvents(events => {
			this.#print(events);
		});
		this.#options.output.on('error', error => {
			this.#onOutputError(error);
		});
		this.#chat.start();
		void this.#sendInput();
		return exitCode;
	}

	async #sendInput() {
		try {
			for await (const line of readLines(this.#options.input)) {
				if (isBye(line)) {
					this.#chat.leave();
					return;
				}

				this.#chat.send(/^\/say\s/i.test(line) ? line.slice('/say '.length) : line);
				await this.#waitForCapacity();
			}
		} catch (error) {
			this.#options.errors.write(`Standard input cannot be read: ${errorMessage(error)}\n`);
		}

		if (!this.#options.stay) {
			this.#chat.endInput();
		}
	}

	/** Waits while too many lines are unacknowledged, so that faster input stays in the pipe. */
	async #waitForCapacity() {
		// A line that was just sent enters the state at the end of this turn.
		await Promise.resolve();
		const isFull = () => this.#chat.getState().pending.length >= maximumPending;
		if (!isFull()) {
			return;
		}

		await new Promise<void>(resolve => {
			const unsubscribe = this.#chat.subscribe(() => {
				if (!isFull()) {
					unsubscribe();
					resolve();
				}
			});
		});
	}

	#print(events: readonly TimedEvent[]) {
		if (this.#isOver) {
			// The reason for the end is the last line printed.
			return;
		}

		const {json, output, errors} = this.#options;
		let out = '';
		let error = '';
		for (const event of events) {
			if (json) {
				const line = this.#toJson(event);
				out += line === undefined ? '' : `${line}\n`;
			} else if (event.type === 'message') {
				out += `${sanitizeLine(formatSpeaker(event))}: ${sanitizeLine(event.text)}\n`;
			} else {
				error += formatErrorLine(event);
			}
		}

		if (out !== '' && !this.#outputFailure) {
			output.write(out);
		}

		if (error !== '') {
			errors.write(error);
		}

		const lastStatus = events.findLast(event => event.type === 'status');
		if (lastStatus?.status === 'closed') {
			this.#finish(lastStatus.reason, lastStatus.exitCode);
		}
	}

	/** Leaves quietly if the reader has gone, unless messages wait: they are sent, or named. */
	#onOutputError(error: Error) {
		if (this.#outputFailure) {
			return;
		}

		const reason = describeOutputError(error, this.#options.output);
		this.#outputFailure = {reason};
		if (reason !== undefined) {
			this.#options.errors.write(`${reason}\n`);
		}

		if (this.#chat.getState().role === 'join') {
			this.#chat.leave();
		} else {
			void this.#chat.close();
		}
	}

	/**
	Prints the reason on the error stream and, with --json, an event for each message that was not
	delivered.
	*/
	#finish(reason: string, exitCode: number) {
		if (this.#isOver) {
			return;
		}

		this.#isOver = true;
		const {errors, output, json} = this.#options;
		errors.write(describeExit(this.#chat, reason));
		if (json && !this.#outputFailure) {
			for (const {n, isSent} of this.#chat.getPending()) {
				const [code, text] = isSent
					? ['unacknowledged', 'This message was not acknowledged, but it may have arrived.']
					: ['undelivered', 'This message was not delivered.'];
				output.write(`${this.#toJson({type: 'refused', n, code, text, at: Date.now()}) ?? ''}\n`);
			}
		}

		this.#end?.(decideExitCode(this.#chat, this.#outputFailure?.reason === undefined ? exitCode : 1));
	}
}
