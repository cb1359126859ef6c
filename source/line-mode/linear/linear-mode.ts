import type {Chat} from '../../chat/chat.ts';
import type {TimedEvent} from '../../chat/events.ts';
import {describeAnnouncement, historyResetText} from '../../chat/history.ts';
import type {ChatState} from '../../chat/state.ts';
import {formatClock, formatDateAndClock} from '../../text/format-time.ts';
import {systemClock} from '../../net/clock.ts';
import {actionStart, formatSpeaker} from '../../text/message.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {describeExit, decideExitCode} from '../exit-report.ts';
import {UnreadEvents} from '../unread-events.ts';
import {Replay, type MessageEvent} from '../replay.ts';
import {LinearQuestions} from './linear-questions.ts';
import type {LineTerminal} from './line-terminal.ts';

const formatMessage = ({ts, text, isReplayed, ...speaker}: MessageEvent): string => {
	const content = text.startsWith(actionStart) ? ` ${text.slice(actionStart.length)}` : `: ${text}`;
	const time = isReplayed ? formatDateAndClock(ts) : formatClock(ts);
	return `${time} ${sanitizeLine(formatSpeaker(speaker))}${sanitizeLine(content)}`;
};

/** More events wait while so much waits for the terminal, in bytes. */
const maximumUnread = 262_144;

const peerPhrases = {
	joined: 'joined',
	left: 'left',
	away: 'is away',
	back: 'is back',
	renamed: 'is the new name of',
} as const;

/** Describes the state of the connection. Returns '' for states that are not worth a line. */
const describeStatus = (status: ChatState['status']): string => {
	switch (status.status) {
		case 'starting':
		case 'connecting': {
			return '';
		}

		case 'listening': {
			return `The room is open at ${status.address}.`;
		}

		case 'open': {
			return status.silentSince === undefined
				? 'You are connected.'
				: 'The other side does not answer. What you type is kept.';
		}

		case 'waiting': {
			return `${status.reason} What you type is kept and sent once you are connected.`;
		}

		case 'closed': {
			return '';
		}
	}
};

/**
A chat for screen readers and for terminals that cannot move a cursor: it only ever adds lines, and
uses words instead of marks and colours. What the user types is echoed; only failures to deliver it
are printed. What is printed meanwhile stands in rows of its own, and what was typed is repeated
below it.
*/
export class LinearMode {
	readonly #chat: Chat;
	readonly #lines: LineTerminal;
	readonly #replay: Replay;
	readonly #questions: LinearQuestions;
	readonly #rows: string[] = [];
	#lastStatus = '';
	#end: ((exitCode: number) => void) | undefined;

	readonly #unread: UnreadEvents;

	/** `history`: the number of messages from before this run to print; Infinity for all. */
	constructor(chat: Chat, lines: LineTerminal, history: number) {
		this.#chat = chat;
		this.#replay = new Replay(chat, history);
		this.#lines = lines;
		this.#unread = new UnreadEvents({
			chat,
			output: lines.output,
			maximumUnread,
			print: events => {
				for (const event of events) {
					this.#printMessages(this.#replay.take(event));
					this.#show(event);
				}

				this.#flush();
			},
			isReplaying: () => !this.#replay.isOver,
			onBehind() {
				chat.pauseReading();
			},
			onCaughtUp() {
				chat.resumeReading();
			},
		});
		this.#questions = new LinearQuestions({
			chat,
			print: text => {
				this.#print(text);
			},
			clock: systemClock,
		});
	}

	/** Call at Ctrl+C: leaves, or says what another Ctrl+C will do. */
	interrupt() {
		this.#questions.interrupt();
	}

	/** Ends a chat that has closed, and waits no longer for a terminal that takes nothing. */
	giveUp() {
		if (this.#chat.getState().status.status === 'closed') {
			this.#unread.abandon();
		}
	}

	/**
	Runs the chat until it ends. Resolves with the exit code. Why it has ended is printed, unless a
	code can be asked for.
	*/
	async run(): Promise<number> {
		const exitCode = new Promise<number>(resolve => {
			this.#end = resolve;
		});
		this.#chat.onEvents(events => {
			this.#unread.take(events);
		});
		const lines = this.#lines;
		const submit = (line: string) => {
			this.#questions.submit(line);
		};

		const leave = () => {
			this.#chat.leave();
		};

		lines.on('line', submit);
		lines.on('close', leave);
		this.#chat.start();
		const code = await exitCode;
		lines.off('line', submit);
		lines.off('close', leave);
		return code;
	}

	/** Prints messages. The user sees its own ones while typing them, except for old ones. */
	#printMessages(messages: readonly MessageEvent[]) {
		const shown = messages.filter(({own, isReplayed}) => !own || isReplayed);
		if (shown[0]?.isReplayed) {
			this.#print('Earlier messages:');
		}

		for (const message of shown) {
			this.#print(formatMessage(message));
		}
	}

	#print(text: string) {
		if (this.#rows.length === 0) {
			queueMicrotask(() => {
				this.#flush();
			});
		}

		this.#rows.push(text);
	}

	/** Prints all rows of one turn together, so that what is typed is repeated once. */
	#flush() {
		const rows = this.#rows.splice(0);
		if (rows.length > 0) {
			this.#lines.print(rows.join('\n'));
		}
	}

	#show(event: TimedEvent) {
		switch (event.type) {
			case 'peer': {
				const {formerly, name} = event;
				this.#print(
					`${sanitizeLine(name)} ${peerPhrases[event.event]}${formerly === undefined ? '' : ` ${sanitizeLine(formerly)}`}.`,
				);
				break;
			}

			case 'invite': {
				const commands = event.addresses.map(address => `socket-chat join ${sanitizeLine(address)}`).join(', or ');
				this.#print(`Others run: ${commands}.${event.code === undefined ? '' : ` The code: ${event.code}.`}`);
				break;
			}

			case 'announcement': {
				this.#print(describeAnnouncement(event));
				break;
			}

			case 'refused': {
				this.#print(`Your message ${event.n} was refused: ${sanitizeLine(event.text)}`);
				break;
			}

			case 'reset': {
				this.#print(historyResetText);
				break;
			}

			case 'notice':
			case 'error': {
				this.#print(sanitizeLine(event.text));
				break;
			}

			case 'status': {
				this.#showStatus(event);
				break;
			}

			default: {
				// The connection log, lists of members and acknowledgements are for the screen.
				break;
			}
		}
	}

	#showStatus(status: ChatState['status']) {
		if (status.status === 'closed') {
			this.#printMessages(this.#replay.end());
			if (!status.needsCode) {
				this.#print(describeExit(this.#chat, status.reason).trimEnd());
			}

			this.#end?.(decideExitCode(this.#chat, status.exitCode));
			return;
		}

		const sentence = sanitizeLine(describeStatus(status));
		if (sentence !== '' && sentence !== this.#lastStatus) {
			this.#lastStatus = sentence;
			this.#print(sentence);
		}
	}
}
