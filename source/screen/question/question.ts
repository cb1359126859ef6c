import type {ChatState} from '../../chat/state.ts';
import type {Hint} from '../bars/hints.ts';
import type {KeyPress} from '../terminal/keys.ts';

/** Something that the user is asked before it happens. */
export type Question = {
	/** Returns the sentence for the present state, so that it stays true while it stands. */
	readonly describe: (state: ChatState) => string;
	/** The keys that answer, for the bottom row. */
	readonly hints: readonly Hint[];
	/** The key that means yes. */
	readonly yes: 'submit' | 'interrupt';
	readonly onYes: () => void;
	/** Called on Tab, where that is an answer, too. */
	readonly onTab?: () => void;
	/** How long the question stands, in milliseconds. Default: until it is answered. */
	readonly standsFor?: number;
};

export type QuestionTimers = {
	/** Calls back after so many milliseconds. Returns the function that stops this. */
	readonly after: (milliseconds: number, callback: () => void) => () => void;
	/** Calls back when the keys of the present read have been handled. */
	readonly afterRead: (callback: () => void) => void;
};

/**
A key that comes again within this time is held down, in milliseconds. An answer waits for so long,
because the first repeat of a held key looks like a second press.
*/
export const repeatTime = 100;

/** Keys that only look at something. The question stands while they are used. */
const lookingKeys = new Set<KeyPress['type']>([
	'page-up',
	'page-down',
	'row-up',
	'row-down',
	'top',
	'bottom',
	'redraw',
	'suspend',
]);

/** Several arrows at once may be the wheel. */
const isLooking = (press: KeyPress): boolean =>
	lookingKeys.has(press.type) || ('isBurst' in press && press.isBurst === true);

/**
Decides which keys answer a question. A yes is one key press in a read of its own, after the
question was drawn: keys that were typed ahead, came in one read, or repeat because a key is held
down are none.
*/
export class QuestionKeys {
	readonly #timers: QuestionTimers;
	readonly #onChange: (question: Question | undefined) => void;
	#question: Question | undefined;
	#isDrawn = false;
	#stopExpiry: (() => void) | undefined;
	/** Stops the wait for keys that would show that the yes was none. */
	#stopAnswer: (() => void) | undefined;
	/** Set while a held key repeats. */
	#stopHeld: (() => void) | undefined;
	/** The last key of the present read. */
	#lastInRead: KeyPress['type'] | undefined;

	/** `onChange`: called with each new question, and with undefined when it is gone. */
	constructor(timers: QuestionTimers, onChange: (question: Question | undefined) => void) {
		this.#timers = timers;
		this.#onChange = onChange;
	}

	ask(question: Question) {
		this.dismiss();
		this.#question = question;
		this.#startExpiry(question);
		this.#onChange(question);
	}

	/** Withdraws the question. */
	dismiss() {
		if (!this.#question) {
			return;
		}

		this.#stopExpiry?.();
		this.#stopExpiry = undefined;
		this.#cancelAnswer();
		this.#question = undefined;
		this.#isDrawn = false;
		this.#onChange(undefined);
	}

	/** Call after each frame with the question that it shows, if any. */
	setDrawn(question: Question | undefined) {
		this.#isDrawn = question !== undefined && question === this.#question;
	}

	/** Returns false if the key has its usual effect. Call for every key, before other handlers. */
	handleKey(press: KeyPress): boolean {
		const {type} = press;
		const last = this.#lastInRead;
		this.#noteKey(type);
		if (type === 'interrupt' && last === 'interrupt') {
			// Ctrl+C repeated in one read counts once.
			return true;
		}

		const question = this.#question;
		if (!question) {
			return false;
		}

		if (this.#cancelAnswer()) {
			this.#startExpiry(question);
			if (type === question.yes) {
				this.#startHeld();
				return true;
			}

			if (last === undefined && type !== 'escape') {
				this.#accept(question);
				return false;
			}
		}

		if (type === question.yes) {
			this.#onYesKey(question, last === undefined);
			return true;
		}

		return this.#onOtherKey(question, press);
	}

	/** Stops all timers. */
	stop() {
		this.dismiss();
		this.#stopHeld?.();
	}

	#onYesKey(question: Question, isFirstInRead: boolean) {
		if (this.#stopHeld) {
			this.#startHeld();
		} else if (isFirstInRead && this.#isDrawn) {
			this.#stopExpiry?.();
			const stop = this.#timers.after(repeatTime, () => {
				// Keys that came while the program was busy are read first.
				this.#timers.afterRead(() => {
					if (this.#stopAnswer === stop) {
						this.#accept(question);
					}
				});
			});
			this.#stopAnswer = stop;
		}
	}

	#onOtherKey(question: Question, press: KeyPress): boolean {
		if (press.type === 'escape') {
			this.dismiss();
			return true;
		}

		if (press.type === 'complete' && question.onTab) {
			this.dismiss();
			question.onTab();
			return true;
		}

		if (!isLooking(press)) {
			this.dismiss();
		}

		return false;
	}

	#accept({onYes}: Question) {
		this.dismiss();
		onYes();
	}

	#startExpiry({standsFor}: Question) {
		this.#stopExpiry?.();
		this.#stopExpiry =
			standsFor === undefined
				? undefined
				: this.#timers.after(standsFor, () => {
						this.dismiss();
					});
	}

	/** Returns whether a yes was waiting. */
	#cancelAnswer(): boolean {
		const stop = this.#stopAnswer;
		this.#stopAnswer = undefined;
		stop?.();
		return stop !== undefined;
	}

	#startHeld() {
		this.#stopHeld?.();
		this.#stopHeld = this.#timers.after(repeatTime, () => {
			this.#stopHeld = undefined;
		});
	}

	#noteKey(type: KeyPress['type']) {
		if (this.#lastInRead === undefined) {
			this.#timers.afterRead(() => {
				this.#lastInRead = undefined;
			});
		}

		this.#lastInRead = type;
	}
}
