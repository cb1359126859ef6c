import type {Readable} from 'node:stream';
import type {Chat} from '../../chat/chat.ts';
import {errorCode, errorMessage} from '../../text/errors.ts';
import {isBye} from '../../wire/plain-text.ts';
import {readLines, UnsentInput} from './read-lines.ts';

/** No more input is read while this number of lines waits for acknowledgement. */
const maximumPending = 1000;

export type InputSenderOptions = {
	readonly input: Readable;
	/** Gets the reason if the input cannot be read. */
	readonly errors: {readonly report: (line: string) => void};
	/** Stay after the input has ended. */
	readonly stay: boolean;
	/** Whether a line `bye` ends the chat. */
	readonly endsAtBye: boolean;
	/** Resolves when the end of the input may end the chat. */
	readonly waitForReplay: () => Promise<void>;
};

/** Sends the lines of the input as messages, and keeps account of those that are not sent. */
export class InputSender {
	/** The lines that were not sent. */
	readonly unsent = new UnsentInput();
	/** Whether the input could not be read to its end. */
	hasFailed = false;
	readonly #chat: Chat;
	readonly #options: InputSenderOptions;
	#isStopped = false;

	constructor(chat: Chat, options: InputSenderOptions) {
		this.#chat = chat;
		this.#options = options;
	}

	/** Reads the input to its end, though no line is sent after `bye` or the end of the chat. */
	async run() {
		const {input, errors, stay, waitForReplay} = this.#options;
		await this.#waitForRoom();
		try {
			for await (const line of readLines(input)) {
				this.unsent.onLine(line);
				await this.#send(line.text);
			}
		} catch (error) {
			// EBADF: standard input is open for writing only, as `nohup` leaves it.
			if (errorCode(error) !== 'EBADF') {
				this.hasFailed = true;
				errors.report(`Standard input cannot be read: ${errorMessage(error)}\n`);
			}
		}

		this.unsent.onEnd();
		await waitForReplay();
		if (!stay && !this.#isStopped) {
			this.#chat.endInput();
		}
	}

	/** Sends no further line. */
	stop() {
		this.#isStopped = true;
	}

	async #send(text: string) {
		if (this.#options.endsAtBye && isBye(text)) {
			if (!this.#isStopped) {
				this.stop();
				this.#chat.leave();
			}
		} else if (this.#isStopped || this.#isClosed) {
			this.unsent.add(text);
		} else if (this.#chat.getState().lab && /^\/break(?:\s|$)/i.test(text)) {
			this.#break(text);
		} else {
			this.#chat.send(/^\/say\s/i.test(text) ? text.slice('/say '.length) : text);
			await this.#waitForCapacity();
		}
	}

	/** Breaks a connection on purpose: the only command of line mode, and with --lab only. */
	#break(line: string) {
		const result = this.#chat.submit(line);
		if (!result.ok) {
			this.#options.errors.report(`${result.text}\n`);
		}
	}

	get #isClosed() {
		return this.#chat.getState().status.status === 'closed';
	}

	/** Waits until a host's room is open: it has to take the lines before a `bye`. */
	async #waitForRoom() {
		const {role} = this.#chat.getState();
		await this.#waitUntil(() => role === 'join' || this.#chat.getState().status.status !== 'starting');
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
}
