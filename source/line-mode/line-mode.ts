import type {Readable, Writable} from 'node:stream';
import type {Chat} from '../chat/chat.ts';
import type {TimedEvent} from '../chat/events.ts';
import {describeExit, decideExitCode} from './exit-report.ts';
import {createJsonWriter} from './json-events.ts';
import {formatSpeaker} from '../text/message.ts';
import {sanitizeLine} from '../text/sanitize.ts';
import {isBye} from '../wire/plain-text.ts';
import {errorMessage} from '../text/errors.ts';

/** Lines that may wait for their acknowledgement before no more are read. */
const maximumPending = 1000;

export type LineModeOptions = {
	readonly json: boolean;
	/** Remain after the input has ended. */
	readonly stay: boolean;
	readonly input: Readable;
	readonly output: Writable;
	readonly errors: Writable;
};

/** Lines of a stream of bytes, without their LF or CRLF; the last may have none. What is not UTF-8 becomes U+FFFD. */
async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
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

/** What an event says on the errors' stream, if anything. */
const errorLine = (event: TimedEvent): string => {
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
			return 'History was reset: the room is a new one.\n';
		}

		default: {
			return '';
		}
	}
};

/** The same chat for pipes and scripts: lines in, messages out, the connection log on the errors' stream. */
export class LineMode {
	readonly #chat: Chat;
	readonly #options: LineModeOptions;
	readonly #toJson = createJsonWriter();
	#isOver = false;
	#end: ((exitCode: number) => void) | undefined;

	constructor(chat: Chat, options: LineModeOptions) {
		this.#chat = chat;
		this.#options = options;
	}

	/** Holds the chat to its end. Gives what to exit with. */
	async run(): Promise<number> {
		const exitCode = new Promise<number>(resolve => {
			this.#end = resolve;
		});
		this.#chat.onEvents(events => {
			this.#print(events);
		});
		this.#options.output.on('error', () => {
			// Nobody reads any more: there is nothing left to do it for.
			void this.#chat.close();
			this.#end?.(0);
		});
		this.#chat.start();
		void this.#read();
		return exitCode;
	}

	async #read() {
		try {
			for await (const line of linesOf(this.#options.input)) {
				if (isBye(line)) {
					this.#chat.leave();
					return;
				}

				this.#chat.send(/^\/say\s/i.test(line) ? line.slice('/say '.length) : line);
				await this.#roomForMore();
			}
		} catch (error) {
			this.#options.errors.write(`Standard input cannot be read: ${errorMessage(error)}\n`);
		}

		if (!this.#options.stay) {
			this.#chat.endInput();
		}
	}

	/** Waits until fewer lines wait for their acknowledgement: what is piped in faster than it is taken stays in the pipe. */
	async #roomForMore() {
		// What was just sent is in the state at the end of this turn.
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
			// The sentence that says why is the last that is said.
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
				error += errorLine(event);
			}
		}

		if (out !== '') {
			output.write(out);
		}

		if (error !== '') {
			errors.write(error);
		}

		const last = events.findLast(event => event.type === 'status');
		if (last?.status === 'closed') {
			this.#finish(last.reason, last.exitCode);
		}
	}

	/** Says why on the errors' stream, and to a script which of its messages were not delivered. */
	#finish(reason: string, exitCode: number) {
		if (this.#isOver) {
			return;
		}

		this.#isOver = true;
		const {errors, output, json} = this.#options;
		errors.write(describeExit(this.#chat, reason));
		if (json) {
			for (const {n, isSent: isSent} of this.#chat.getPending()) {
				const [code, text] = isSent
					? ['unacknowledged', 'This message was not acknowledged, but it may have arrived.']
					: ['undelivered', 'This message was not delivered.'];
				output.write(`${this.#toJson({type: 'refused', n, code, text, at: Date.now()}) ?? ''}\n`);
			}
		}

		this.#end?.(decideExitCode(this.#chat, exitCode));
	}
}
