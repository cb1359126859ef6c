import type {Interface} from 'node:readline';
import type {Writable} from 'node:stream';
import type {Chat} from '../chat/chat.ts';
import type {TimedEvent} from '../chat/events.ts';
import {describeAnnouncement, historyResetText} from '../chat/history.ts';
import type {ChatState} from '../chat/state.ts';
import {formatClock} from '../text/format-time.ts';
import {actionStart, formatSpeaker} from '../text/message.ts';
import {sanitizeLine} from '../text/sanitize.ts';
import {describeExit, decideExitCode} from './exit-report.ts';

type PrintedMessage = {
	/** Milliseconds since the epoch. */
	readonly at: number;
	readonly from: string;
	readonly text: string;
	readonly to?: {readonly name: string};
};

const formatMessage = ({at, text, ...speaker}: PrintedMessage): string => {
	const content = text.startsWith(actionStart) ? ` ${text.slice(actionStart.length)}` : `: ${text}`;
	return `${formatClock(at)} ${sanitizeLine(formatSpeaker(speaker))}${sanitizeLine(content)}`;
};

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

export type LinearStreams = {
	readonly lines: Interface;
	readonly output: Writable;
};

/**
A chat for screen readers and for terminals that cannot move a cursor: it only ever adds lines, and
uses words instead of marks and colours. The terminal echoes what the user types; only failures to
deliver it are printed.
*/
export class LinearMode {
	readonly #chat: Chat;
	readonly #streams: LinearStreams;
	#lastStatus = '';
	#end: ((exitCode: number) => void) | undefined;

	constructor(chat: Chat, streams: LinearStreams) {
		this.#chat = chat;
		this.#streams = streams;
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
			for (const event of events) {
				this.#show(event);
			}
		});
		const {lines} = this.#streams;
		const submit = (line: string) => {
			const result = this.#chat.submit(line);
			if (!result.ok) {
				this.#print(result.text);
			}
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

	#print(text: string) {
		this.#streams.output.write(`${text}\n`);
	}

	#show(event: TimedEvent) {
		switch (event.type) {
			case 'message': {
				if (!event.own) {
					this.#print(formatMessage({...event, at: event.ts}));
				}

				break;
			}

			case 'older': {
				for (const message of event.messages) {
					this.#print(formatMessage({...message, at: message.ts}));
				}

				break;
			}

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
			if (!status.needsCode) {
				this.#streams.output.write(describeExit(this.#chat, status.reason));
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
