import type {Writable} from 'node:stream';
import type {Chat} from '../chat/chat.ts';
import type {ChatEvent, TimedEvent} from '../chat/events.ts';
import {formatDateAndClock} from '../text/format-time.ts';
import {formatSpeaker} from '../text/message.ts';
import type {ErrorOutput} from '../output/error-output.ts';
import {sanitizeLine} from '../text/sanitize.ts';
import {describeExit, decideExitCode} from './exit-report.ts';
import {formatErrorLine, formatNotices} from './error-lines.ts';
import {InputSender, type InputSenderOptions} from './input/send-input.ts';
import {Replay, type MessageEvent} from './replay.ts';
import {createJsonWriter} from './json-events.ts';
import {UnreadEvents} from './unread-events.ts';
import {describeOutputError} from './output-error.ts';

/**
So much output waits for its reader, in bytes. A client then stops reading from the room: what waits
at the host is lost if the room closes meanwhile, so it keeps more. A host reads from its log later.
*/
const maximumUnread = {host: 1_048_576, join: 4_194_304};

/** After a pause, how long the room may take to send what waited there, in milliseconds. */
const catchUpTime = 10_000;

/** Standard error: `write` may leave lines out that are not read, `report` does not. */
export type ErrorLines = Pick<ErrorOutput, 'write' | 'report'>;

/** Events that go to standard error instead of standard output. */
const hasErrorLine: ReadonlySet<TimedEvent['type']> = new Set(['log', 'invite', 'refused', 'error']);

export type LineModeOptions = Omit<InputSenderOptions, 'errors' | 'waitForReplay'> & {
	/** Print one JSON event per line instead of text. */
	readonly json: boolean;
	/** The number of messages from before this run to print; Infinity for all. */
	readonly history: number;
	readonly output: Writable;
	/** Gets the connection log and error messages. */
	readonly errors: ErrorLines;
};

/** The time marks a message from before this run: no name begins so. */
const formatLine = (message: MessageEvent): string => {
	const mark = message.isReplayed ? `[${formatDateAndClock(message.ts)}] ` : '';
	return `${mark}${sanitizeLine(formatSpeaker(message))}: ${sanitizeLine(message.text)}`;
};

/**
A chat for pipes and scripts: reads lines, prints messages, and prints the connection log on the
error stream.
*/
export class LineMode {
	readonly #chat: Chat;
	readonly #options: LineModeOptions;
	readonly #toJson = createJsonWriter();
	readonly #replay: Replay;
	readonly #sender: InputSender;
	readonly #unread: UnreadEvents;
	#isOver = false;
	#isPaused = false;
	/** When reading was resumed, as `performance.now` counts. */
	#resumedAt = -Infinity;
	/** Set once the output cannot be written; `reason`: why, unless its reader has gone. */
	#outputFailure: {readonly reason: string | undefined} | undefined;
	#end: ((exitCode: number) => void) | undefined;

	constructor(chat: Chat, options: LineModeOptions) {
		this.#chat = chat;
		this.#options = options;
		// A host reads its log by itself.
		this.#replay = new Replay(chat, this.#isHost ? 0 : options.history);
		this.#unread = new UnreadEvents({
			chat,
			output: options.output,
			maximumUnread: maximumUnread[chat.getState().role],
			print: events => {
				this.#write(events);
			},
			isReplaying: () => !this.#replay.isOver,
			onBehind: () => {
				this.#pauseReading();
			},
			onCaughtUp: () => {
				this.#resumeReading();
			},
		});
		this.#sender = new InputSender(chat, {...options, waitForReplay: async () => this.#replay.waitForEnd()});
	}

	/** The events that were not printed yet when the chat ended. */
	get unread(): UnreadEvents {
		return this.#unread;
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
		void this.#sender.run();
		return exitCode;
	}

	#print(events: readonly TimedEvent[]) {
		if (this.#isOver) {
			// The reason for the end is the last line printed.
			return;
		}

		const {json, errors, history, kind} = this.#options;
		const lines = json ? '' : events.map(event => formatErrorLine(event)).join('');
		const notices = kind === 'commands' ? formatNotices(events) : '';
		if (lines + notices !== '') {
			errors.write(lines + notices);
		}

		// The first page of a host's log: it is open.
		if (this.#isHost && history > 0 && events.some(({type}) => type === 'older')) {
			this.#unread.printOld(history);
		}

		this.#unread.take(json ? events : events.filter(({type}) => !hasErrorLine.has(type)));
		const lastStatus = events.findLast(event => event.type === 'status');
		if (lastStatus?.status === 'closed') {
			void this.#finish(lastStatus.reason, lastStatus.exitCode);
		}
	}

	#write(events: readonly TimedEvent[]) {
		let out = '';
		for (const event of events) {
			const messages = this.#isHost && event.type === 'message' ? [event] : [...this.#replay.take(event)];
			if (event.type === 'status' && event.status === 'closed') {
				messages.push(...this.#replay.end());
			}

			out += messages.map(message => this.#formatMessage(message)).join('');
			const line = this.#options.json && event.type !== 'message' ? this.#toJson(event) : undefined;
			out += line === undefined ? '' : `${line}\n`;
		}

		if (out !== '' && !this.#outputFailure) {
			this.#options.output.write(out);
		}
	}

	#pauseReading() {
		if (!this.#isHost) {
			this.#isPaused = true;
			this.#chat.pauseReading();
			this.#options.errors.write('Much output waits for its reader. Until it is read, the room is not.\n');
		}
	}

	#resumeReading() {
		if (this.#isPaused) {
			this.#isPaused = false;
			this.#resumedAt = performance.now();
			this.#chat.resumeReading();
		}
	}

	get #isHost(): boolean {
		return this.#chat.getState().role === 'host';
	}

	#formatMessage(message: MessageEvent): string {
		return `${this.#options.json ? this.#toJson(message) : formatLine(message)}\n`;
	}

	/** Leaves quietly if the reader has gone, unless messages wait: they are sent, or named. */
	#onOutputError(error: Error) {
		if (this.#outputFailure) {
			return;
		}

		const reason = describeOutputError(error, this.#options.output);
		this.#outputFailure = {reason};
		this.#unread.abandon();
		if (reason !== undefined) {
			this.#options.errors.report(`${reason}\n`);
		}

		this.#sender.stop();
		if (this.#isHost) {
			void this.#chat.close();
		} else {
			this.#chat.leave();
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
		await this.#sender.unsent.waitForRest();
		const {errors, json} = this.#options;
		errors.report(describeExit(this.#chat, reason, this.#sender.unsent));
		if (json) {
			this.#unread.take(this.#createUndeliveredEvents().map(event => ({...event, at: Date.now()})));
		}

		const hasMissed = this.#isPaused || performance.now() - this.#resumedAt < catchUpTime;
		if (hasMissed) {
			errors.report('What was said last may be missing: the chat ended while its output was not read.\n');
		}

		const hasFailed = this.#outputFailure?.reason !== undefined || this.#sender.hasFailed || hasMissed;
		this.#end?.(decideExitCode(this.#chat, hasFailed && exitCode === 0 ? 1 : exitCode, this.#sender.unsent));
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
		const {count} = this.#sender.unsent;
		return count === 0
			? events
			: [...events, {type: 'error', code: 'unsent', text: `${count} lines of the input were not sent.`}];
	}
}
