import type {Interface} from 'node:readline';
import type {Writable} from 'node:stream';
import type {Chat} from '../chat/chat.ts';
import type {TimedEvent} from '../chat/events.ts';
import type {ChatState} from '../chat/state.ts';
import {describeExit, decideExitCode} from './exit-report.ts';
import {formatClock} from '../text/format-time.ts';
import {actionStart, formatSpeaker} from '../text/message.ts';
import {sanitizeLine} from '../text/sanitize.ts';

type Said = {readonly at: number; readonly from: string; readonly text: string; readonly to?: {readonly name: string}};

const messageLine = ({at, text, ...who}: Said): string => {
	const what = text.startsWith(actionStart) ? ` ${text.slice(actionStart.length)}` : `: ${text}`;
	return `${formatClock(at)} ${sanitizeLine(formatSpeaker(who))}${sanitizeLine(what)}`;
};

const peerWords = {
	joined: 'joined',
	left: 'left',
	away: 'is away',
	back: 'is back',
	renamed: 'is the new name of',
} as const;

/** What the state of the link is, in words; nothing where it says nothing new. */
const statusWords = (status: ChatState['status']): string => {
	switch (status.status) {
		case 'starting':
		case 'connecting': {
			return '';
		}

		case 'listening': {
			return `The room is open at ${status.address}.`;
		}

		case 'open': {
			return status.silentSince === undefined ? 'You are connected.' : 'There is no answer. What you type is kept.';
		}

		case 'waiting': {
			return `${status.reason} What you type is kept, and sent once there is a connection.`;
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
A chat for screen readers and for terminals that cannot move a cursor: lines that are only ever added, and words instead of marks and
colours. Whoever types sees the line as the terminal echoes it; only what became of it otherwise than hoped for is said.
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

	/** Holds the chat to its end. Gives what to exit with. */
	async run(): Promise<number> {
		const ended = new Promise<number>(resolve => {
			this.#end = resolve;
		});
		this.#chat.onEvents(events => {
			for (const event of events) {
				this.#show(event);
			}
		});
		const {lines} = this.#streams;
		lines.on('line', line => {
			const result = this.#chat.submit(line);
			if (!result.ok) {
				this.#say(result.text);
			}
		});
		lines.on('close', () => {
			this.#chat.leave();
		});
		this.#chat.start();
		const exitCode = await ended;
		lines.close();
		return exitCode;
	}

	#say(text: string) {
		this.#streams.output.write(`${text}\n`);
	}

	#show(event: TimedEvent) {
		switch (event.type) {
			case 'message': {
				if (!event.own) {
					this.#say(messageLine({...event, at: event.ts}));
				}

				break;
			}

			case 'older': {
				for (const message of event.messages) {
					this.#say(messageLine({...message, at: message.ts}));
				}

				break;
			}

			case 'peer': {
				const {formerly, name} = event;
				this.#say(
					`${sanitizeLine(name)} ${peerWords[event.event]}${formerly === undefined ? '' : ` ${sanitizeLine(formerly)}`}.`,
				);
				break;
			}

			case 'invite': {
				const commands = event.addresses.map(address => `socket-chat join ${sanitizeLine(address)}`).join(', or ');
				this.#say(`Others join with: ${commands}.${event.code === undefined ? '' : ` The code: ${event.code}.`}`);
				break;
			}

			case 'refused': {
				this.#say(`Your message ${event.n} was refused: ${sanitizeLine(event.text)}`);
				break;
			}

			case 'reset': {
				this.#say('History was reset: the room is a new one.');
				break;
			}

			case 'notice':
			case 'error': {
				this.#say(sanitizeLine(event.text));
				break;
			}

			case 'status': {
				this.#showStatus(event);
				break;
			}

			default: {
				// The connection log, the lists and the acknowledgements are for eyes.
				break;
			}
		}
	}

	#showStatus(status: ChatState['status']) {
		if (status.status === 'closed') {
			this.#streams.output.write(describeExit(this.#chat, status.reason));
			this.#end?.(decideExitCode(this.#chat, status.exitCode));
			return;
		}

		const words = sanitizeLine(statusWords(status));
		if (words !== '' && words !== this.#lastStatus) {
			this.#lastStatus = words;
			this.#say(words);
		}
	}
}
