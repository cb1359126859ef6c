import type {Chat} from '../../chat/chat.ts';
import {quoteBye} from '../../chat/commands/run-line.ts';
import type {OnSaveProgress, SaveResult} from '../../chat/commands/types.ts';
import type {Clipboard} from '../../output/clipboard.ts';
import type {TimedEvent} from '../../chat/events.ts';
import type {ChatState} from '../../chat/state.ts';
import type {Bell} from '../../config/preferences.ts';
import type {Clock} from '../../net/clock.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {describeExit, decideExitCode} from '../exit-report.ts';
import {UnreadEvents} from '../unread-events.ts';
import {Replay, type MessageEvent} from '../replay.ts';
import {DeliveryNews} from './delivery-news.ts';
import {describeEvent, describePeer, dropRepeated, NameNews} from './describe-event.ts';
import {describeConnection} from './describe-status.ts';
import {formatMessage, type PrintedMessage} from './format-message.ts';
import {LinearBell} from './linear-bell.ts';
import {createLinearCommands} from './linear-commands.ts';
import {LinearQuestions} from './linear-questions.ts';
import type {LineTerminal} from './line-terminal.ts';

/** More events wait while so much waits for the terminal, in bytes. */
const maximumUnread = 262_144;

/** What linear mode needs besides the chat and the terminal. */
export type LinearOptions = {
	/** The number of messages from before this run to print; Infinity for all. */
	readonly history: number;
	readonly bell: Bell;
	/** Saves the bell. Returns a sentence if saving failed. */
	readonly saveBell: (bell: Bell) => string | undefined;
	/** Writes the conversation to a file. */
	readonly save: (file: string, chat: Chat, onProgress: OnSaveProgress) => SaveResult;
	/** Copies to the terminal's clipboard. */
	readonly copy: Clipboard['copy'];
	/** Returns the width of the terminal; undefined where it has none. */
	readonly getColumns: () => number | undefined;
	readonly clock: Clock;
};

/**
A chat for screen readers and for terminals that cannot move a cursor: it only ever adds lines, and
uses words instead of marks and colours. What the user types is echoed; that it was delivered is
printed only if that took long or failed. What is printed meanwhile stands in rows of its own, and
what was typed is repeated below it.
*/
export class LinearMode {
	readonly #chat: Chat;
	readonly #lines: LineTerminal;
	readonly #replay: Replay;
	readonly #questions: LinearQuestions;
	readonly #delivery = new DeliveryNews();
	readonly #bell: LinearBell;
	readonly #getColumns: () => number | undefined;
	readonly #rows: string[] = [];
	readonly #name: NameNews;
	#lastStatus = '';
	#end: ((exitCode: number) => void) | undefined;
	readonly #unread: UnreadEvents;

	constructor(chat: Chat, lines: LineTerminal, {copy, clock, ...options}: LinearOptions) {
		const {history, bell, saveBell, save, getColumns} = options;
		const print = this.#print.bind(this);
		this.#chat = chat;
		this.#name = new NameNews(chat.getState().myName);
		this.#getColumns = getColumns;
		this.#bell = new LinearBell(bell, clock.elapsed);
		this.#replay = new Replay(chat, history);
		this.#lines = lines;
		this.#unread = new UnreadEvents({
			chat,
			output: lines.output,
			maximumUnread,
			print: events => {
				for (const event of dropRepeated(events)) {
					this.#printMessages(this.#replay.take(event));
					this.#show(event);
				}

				const delivered = this.#delivery.take(events);
				if (delivered !== undefined) {
					this.#print(delivered);
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
			print,
			clock,
			commands: createLinearCommands({
				chat,
				print,
				printOld: this.#printOld.bind(this),
				setBell: chosen => {
					this.#bell.bell = chosen;
					const problem = saveBell(chosen);
					if (problem !== undefined) {
						this.#print(problem);
					}
				},
				copy,
				save: (file, onProgress) => save(file, chat, onProgress),
				elapsed: clock.elapsed,
			}),
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
		const submit = (line: string, isBurst: boolean) => {
			this.#questions.submit(isBurst ? quoteBye(line) : line);
		};

		const onKey = () => {
			this.#bell.onKey();
		};

		const leave = () => {
			this.#chat.leave();
		};

		lines.on('key', onKey);
		lines.on('line', submit);
		lines.on('close', leave);
		this.#chat.start();
		const code = await exitCode;
		lines.off('key', onKey);
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

		const columns = this.#getColumns();
		for (const {ts, isReplayed = false, ...message} of shown) {
			this.#print(formatMessage({...message, at: ts}, isReplayed, columns));
		}

		if (
			this.#bell.rings(
				shown.filter(({isReplayed}) => !isReplayed),
				this.#chat.getState().myName,
			)
		) {
			this.#lines.ring();
		}
	}

	#printOld(messages: readonly PrintedMessage[]) {
		for (const message of messages) {
			this.#print(formatMessage(message, true, this.#getColumns()));
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
		if (event.type === 'peer' || event.type === 'settled') {
			for (const change of event.type === 'settled' ? event.changes : event.isHeld ? [] : [event]) {
				this.#print(describePeer(change));
			}
		} else if (event.type === 'status') {
			this.#showStatus(event);
		} else {
			const sentence = event.type === 'me' ? this.#name.describe(event) : describeEvent(event);
			if (sentence !== undefined) {
				this.#print(sentence);
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

		const sentence = sanitizeLine(describeConnection({...this.#chat.getState(), status}));
		if (sentence !== '' && sentence !== this.#lastStatus) {
			this.#lastStatus = sentence;
			this.#print(sentence);
		}
	}
}
