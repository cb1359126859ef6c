import type {Readable} from 'node:stream';
import type {Chat} from '../../chat/chat.ts';
import type {Clock} from '../../net/clock.ts';
import type {Recipient} from '../../room/member.ts';
import {errorCode, errorMessage} from '../../text/errors.ts';
import {isBye} from '../../wire/plain-text.ts';
import {findRecipient, recipientTimeout} from './find-recipient.ts';
import {maximumInputText, readAll} from './read-all.ts';
import {readLines, UnsentInput} from './read-lines.ts';
import {waitUntil} from './wait-until.ts';

/** No more input is read while this number of lines waits for acknowledgement. */
const maximumPending = 1000;

export type InputSenderOptions = {
	readonly input: Readable;
	/** Gets the reason if the input cannot be read, and what a command has to say. */
	readonly errors: {readonly report: (line: string) => void};
	/** Stay after the input has ended. */
	readonly stay: boolean;
	/** Whether a line `bye` ends the chat. */
	readonly endsAtBye: boolean;
	/**
	`lines`: each line is a message. `commands`: each line is a message, or a slash command. `text`:
	the input is one message.
	*/
	readonly kind: 'lines' | 'commands' | 'text';
	/** The name of the only member who gets the input; undefined: everybody. */
	readonly to?: string | undefined;
	readonly clock: Pick<Clock, 'after'>;
	/** Resolves when the end of the input may end the chat. */
	readonly waitForReplay: () => Promise<void>;
};

type InputChat = Pick<Chat, 'getState' | 'subscribe' | 'send' | 'submit' | 'leave' | 'endInput'>;

/** Sends the input as messages, and keeps account of what is not sent. */
export class InputSender {
	/** What was not sent. */
	readonly unsent = new UnsentInput();
	/** Whether the input could not be read to its end, or a command failed. */
	hasFailed = false;
	readonly #chat: InputChat;
	readonly #options: InputSenderOptions;
	#recipient: Recipient | undefined;
	#isStopped = false;
	#hasWarned = false;

	constructor(chat: InputChat, options: InputSenderOptions) {
		this.#chat = chat;
		this.#options = options;
	}

	/** Reads the input to its end, though nothing is sent after `bye` or the end of the chat. */
	async run() {
		const {kind, stay, waitForReplay} = this.#options;
		await this.#waitForRoom();
		await this.#findRecipient();
		try {
			await (kind === 'text' ? this.#sendText() : this.#sendLines());
		} catch (error) {
			// EBADF: standard input is open for writing only, as `nohup` leaves it.
			if (errorCode(error) !== 'EBADF') {
				this.#fail(`Standard input cannot be read: ${errorMessage(error)}`);
			}
		}

		this.unsent.onEnd();
		await waitForReplay();
		if (!stay && !this.#isStopped) {
			this.#chat.endInput();
		}
	}

	/** Sends nothing further. */
	stop() {
		this.#isStopped = true;
	}

	async #sendLines() {
		for await (const line of readLines(this.#options.input)) {
			this.unsent.onLine(line);
			this.#sendLine(line.text);
			await this.#waitForCapacity();
		}
	}

	async #sendText() {
		const {unsent} = this;
		const content = await readAll(this.#options.input, () => {
			unsent.onPieceOfText();
		});
		if (!content) {
			this.#fail(`Standard input is longer than ${maximumInputText / 1_048_576} MiB. Nothing of it was sent.`);
		} else if (!this.#isStopped && !this.#isClosed) {
			unsent.onText(content);
			this.#chat.send(content.text, this.#recipient);
			await this.#waitForCapacity();
		}
	}

	#sendLine(text: string) {
		const {endsAtBye, kind} = this.#options;
		const isEnd = isBye(text);
		if (isEnd && endsAtBye) {
			this.#leave();
		} else if (this.#isStopped || this.#isClosed) {
			this.unsent.add(text);
		} else if ((kind === 'commands' && !isEnd) || this.#breaksConnection(text)) {
			this.#runLine(text);
		} else {
			this.#warnOfPrivateText(text);
			this.#chat.send(/^\/say\s/i.test(text) ? text.slice('/say '.length) : text, this.#recipient);
		}
	}

	/** Whether it is the only command that --lab makes of a line. */
	#breaksConnection(text: string): boolean {
		return this.#chat.getState().lab !== undefined && /^\/break(?:\s|$)/i.test(text);
	}

	/** Runs a line as the screen does. */
	#runLine(text: string) {
		const result = this.#chat.submit(text, [], () => {
			this.#leave();
		});
		if (!result.ok) {
			this.#fail(`Line ${this.unsent.lineCount}: ${result.text}`);
		}
	}

	/** Says once that a line for one member has gone to all, which its author may not expect. */
	#warnOfPrivateText(text: string) {
		const {kind, to, errors} = this.#options;
		if (!this.#hasWarned && kind === 'lines' && to === undefined && /^\/msg\s/i.test(text)) {
			this.#hasWarned = true;
			const {lineCount} = this.unsent;
			errors.report(`Line ${lineCount} is a message for everybody: /msg is a command only with --commands.\n`);
		}
	}

	#leave() {
		if (!this.#isStopped) {
			this.stop();
			this.#chat.leave();
		}
	}

	#fail(sentence: string) {
		this.hasFailed = true;
		this.#options.errors.report(`${sentence}\n`);
	}

	get #isClosed() {
		return this.#chat.getState().status.status === 'closed';
	}

	/**
	Waits until a host's room is open: it has to take the lines before a `bye`. A client waits where
	it has to know the members.
	*/
	async #waitForRoom() {
		const {kind, to} = this.#options;
		const {role, plain} = this.#chat.getState();
		const needsMembers = kind === 'commands' || to !== undefined;
		await waitUntil(this.#chat, () => {
			const {status, members} = this.#chat.getState();
			if (role === 'host') {
				return status.status !== 'starting';
			}

			const isReady = status.status === 'open' && (plain || members.length > 0);
			return !needsMembers || isReady || status.status === 'closed';
		});
	}

	/** Finds the member to whom the input goes. Sends nothing at all if there is none. */
	async #findRecipient() {
		const {to: name, stay, clock, errors} = this.#options;
		if (name === undefined) {
			return;
		}

		const isPatient = stay || this.#chat.getState().role === 'host';
		this.#recipient = await findRecipient({
			chat: this.#chat,
			name,
			timeout: isPatient ? Infinity : recipientTimeout,
			clock,
			report(sentence) {
				errors.report(`${sentence}\n`);
			},
		});
		if (!this.#recipient && !this.#isStopped) {
			this.hasFailed = true;
			this.#leave();
		}
	}

	/** Waits while too much is unacknowledged, so that faster input stays in the pipe. */
	async #waitForCapacity() {
		// What was just sent enters the state at the end of this turn.
		await Promise.resolve();
		await waitUntil(this.#chat, () => this.#isClosed || this.#chat.getState().pending.length < maximumPending);
	}
}
