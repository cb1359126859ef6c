import type {Readable, Writable} from 'node:stream';
import type {Chat} from '../chat/chat.ts';
import type {ChatEvent, TimedEvent} from '../chat/events.ts';
import {formatSpeaker} from '../text/message.ts';
import {sanitizeLine} from '../text/sanitize.ts';
import {isBye} from '../wire/plain-text.ts';
import {errorCode, errorMessage} from '../text/errors.ts';
import {describeExit, decideExitCode} from './exit-report.ts';
import {formatErrorLine} from './error-lines.ts';
import {readLines, UnsentInput} from './input.ts';
import {createJsonWriter} from './json-events.ts';
import {describeOutputError} from './output-error.ts';

/** No more input is read while this number of lines waits for acknowledgement. */
const maximumPending = 1000;

export type LineModeOptions = {
	/** Print one JSON event per line instead of text. */
	readonly json: boolean;
	/** Stay after the input has ended. */
	readonly stay: boolean;
	/** Whether a line `bye` ends the chat. */
	readonly endsAtBye: boolean;
	readonly input: Readable;
	readonly output: Writable;
	/** Gets the connection log and error messages. */
	readonly errors: Writable;
};

/**
A chat for pipes and scripts: reads lines, prints messages, and prints the connection log on the
error stream.
*/
export class LineMode {
	readonly #chat: Chat;
	readonly #options: LineModeOptions;
	readonly #toJson = createJsonWriter();
	readonly #unsent = new UnsentInput();
	/** Set by `bye`, and when the output cannot be written. */
	#isLeaving = false;
	#hasInputFailed = false;
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

	/** Reads the input to its end, though no line is sent after `bye` or the end of the chat. */
	async #sendInput() {
		const {input, errors, stay, endsAtBye} = this.#options;
		await this.#waitForRoom();
		try {
			for await (const line of readLines(input)) {
				this.#unsent.onLine(line);
				if (endsAtBye && isBye(line.text)) {
					this.#leave();
				} else if (this.#isLeaving || this.#isClosed) {
					this.#unsent.add(line.text);
				} else {
					this.#chat.send(/^\/say\s/i.test(line.text) ? line.text.slice('/say '.length) : line.text);
					await this.#waitForCapacity();
				}
			}
		} catch (error) {
			// EBADF: standard input is open for writing only, as `nohup` leaves it.
			if (errorCode(error) !== 'EBADF') {
				this.#hasInputFailed = true;
				errors.write(`Standard input cannot be read: ${errorMessage(error)}\n`);
			}
		}

		this.#unsent.onEnd();
		if (!stay && !this.#isLeaving) {
			this.#chat.endInput();
		}
	}

	/** Waits until a host's room is open: it has to take the lines before a `bye`. */
	async #waitForRoom() {
		const {role} = this.#chat.getState();
		await this.#waitUntil(() => role === 'join' || this.#chat.getState().status.status !== 'starting');
	}

	get #isClosed() {
		return this.#chat.getState().status.status === 'closed';
	}

	/** Stops sending the input, and leaves. */
	#leave() {
		if (!this.#isLeaving) {
			this.#isLeaving = true;
			this.#chat.leave();
		}
	}

	/** Waits while too many lines are unacknowledged, so that faster input stays in the pipe. */
	async #waitForCapacity() {
		// A line that was just sent enters the state at the end of this turn.
		await Promise.resolve();
		await this.#waitUntil(() => this.#isClosed || this.#chat.getState().pending.length < maximumPending);
	}

	/** Waits until a condition of the chat's state holds. */
	async #waitUntil(condition: () => boolean) {
		if (condition()) {
			return;
		}

		await new Promise<void>(resolve => {
			const unsubscribe = this.#chat.subscribe(() => {
				if (condition()) {
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
			void this.#finish(lastStatus.reason, lastStatus.exitCode);
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
			this.#leave();
		} else {
			this.#isLeaving = true;
			void this.#chat.close();
		}
	}

	/**
	Prints the reason on the error stream and, with --json, an event for each message that was not
	delivered.
	*/
	async #finish(reason: string, exitCode: number) {
		if (this.#isOver) {
			return;
		}

		this.#isOver = true;
		await this.#unsent.waitForRest();
		const {errors, output, json} = this.#options;
		errors.write(describeExit(this.#chat, reason, this.#unsent));
		if (json && !this.#outputFailure) {
			for (const event of this.#createUndeliveredEvents()) {
				output.write(`${this.#toJson({...event, at: Date.now()}) ?? ''}\n`);
			}
		}

		const hasFailed = this.#outputFailure?.reason !== undefined || this.#hasInputFailed;
		this.#end?.(decideExitCode(this.#chat, hasFailed && exitCode === 0 ? 1 : exitCode, this.#unsent));
	}

	#createUndeliveredEvents(): readonly ChatEvent[] {
		const events: ChatEvent[] = this.#chat.getPending().map(({n, isSent}) =>
			isSent
				? {
						type: 'refused',
						n,
						code: 'unacknowledged',
						text: 'This message was not acknowledged, but it may have arrived.',
					}
				: {type: 'refused', n, code: 'undelivered', text: 'This message was not delivered.'},
		);
		const {count} = this.#unsent;
		return count === 0
			? events
			: [...events, {type: 'error', code: 'unsent', text: `${count} lines of the input were not sent.`}];
	}
}
