import type {Chat} from '../../chat/chat.ts';
import {describeOthers, interruptAgainTime} from '../../chat/commands/closing.ts';
import type {Command} from '../../chat/commands/types.ts';
import {findMissingSlash} from '../../chat/commands/missing-slash.ts';
import {listKnownNames} from '../../chat/members.ts';
import type {Clock, Timer} from '../../net/clock.ts';
import {sanitizeLine} from '../../text/sanitize.ts';

/** A Ctrl+C that comes again within this time is held down, in milliseconds. */
const repeatTime = 100;

type Question = {
	/** Says what is not done after another answer than yes. */
	readonly no: string;
	readonly onYes: () => void;
};

type Options = {
	readonly chat: Pick<Chat, 'getState' | 'submit' | 'leave'>;
	readonly print: (text: string) => void;
	readonly clock: Clock;
	/** The commands of linear mode. */
	readonly commands?: readonly Command[];
};

/**
Submits lines, and asks in words before one closes the room for others, or sends to everybody what
reads like a private message. The next line answers: yes, no, or another line to submit.
*/
export class LinearQuestions {
	readonly #options: Options;
	#question: Question | undefined;
	/** When the last Ctrl+C came, and the one that asked for another. */
	#interruptedAt = -Infinity;
	#askedAgainAt = -Infinity;
	/** Leaves, unless a repeat shows that Ctrl+C is held down. */
	#leaving: Timer | undefined;

	constructor(options: Options) {
		this.#options = options;
	}

	submit(line: string) {
		if (this.#isAnswer(line)) {
			return;
		}

		const {chat} = this.#options;
		const guess = findMissingSlash(line, () => listKnownNames(chat.getState()));
		if (guess) {
			const name = sanitizeLine(guess.name);
			this.#ask(`This goes to everybody. Type yes to send it. Private would be: /msg ${name} text`, {
				no: 'It was not sent.',
				onYes: () => {
					this.#run(line);
				},
			});
		} else {
			this.#run(line);
		}
	}

	/**
	Call at Ctrl+C. A host with others in its room leaves at the second one only, and not while the
	key is held down.
	*/
	interrupt() {
		const {chat, print, clock} = this.#options;
		const others = describeOthers(chat.getState());
		if (others === '') {
			chat.leave();
			return;
		}

		const now = clock.now();
		const isRepeat = now - this.#interruptedAt < repeatTime;
		this.#interruptedAt = now;
		this.#leaving?.stop();
		if (isRepeat) {
			return;
		}

		if (now - this.#askedAgainAt < interruptAgainTime) {
			this.#leaving = clock.after(repeatTime, () => {
				chat.leave();
			});
		} else {
			this.#askedAgainAt = now;
			print(`Press Ctrl+C again to close the room ${others}.`);
		}
	}

	#run(line: string) {
		const {chat, print, commands} = this.#options;
		const result = chat.submit(line, commands, () => {
			this.#requestLeave();
		});
		if (!result.ok) {
			print(result.text);
		}
	}

	#requestLeave() {
		const {chat} = this.#options;
		const others = describeOthers(chat.getState());
		if (others === '') {
			chat.leave();
			return;
		}

		this.#ask(`This closes the room ${others}. Type yes to close it.`, {
			no: 'The room stays open.',
			onYes() {
				chat.leave();
			},
		});
	}

	#ask(sentence: string, question: Question) {
		this.#question = question;
		this.#options.print(sentence);
	}

	/** Returns false if the line is also to be submitted. */
	#isAnswer(line: string): boolean {
		const question = this.#question;
		this.#question = undefined;
		if (!question) {
			return false;
		}

		if (/^\s*yes\s*$/i.test(line)) {
			question.onYes();
			return true;
		}

		this.#options.print(question.no);
		return /^\s*(?:no)?\s*$/i.test(line);
	}
}
