/** What a terminal answers when it is asked for its background (OSC 11), taken out of what is typed. Pure. */
import type {Background} from '../primitives/theme.ts';

/** OSC 11 with a question mark. It is ended by ST; terminals end the answer as they like. */
export const backgroundQuery = '\u{1B}]11;?\u{1B}\\';

const start = '\u{1B}]11;';
const ends = ['\u{7}', '\u{1B}\\', '\u{9C}'];
/** A colour, `rgb:1c1c/1c1c/1c1c`, is written with these, and is not longer. */
const body = /^[!-~]{0,64}/;

/** How much light it gives against black and against white, after WCAG 2: above this, black text has the higher contrast. */
const middle = 0.179;

const linear = (part: number) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

/** `rgb:RRRR/GGGG/BBBB` with 1 to 4 digits each, `rgba:` with a fourth part, or `#RRGGBB`; nothing for anything else. */
export const parseBackground = (colour: string): Background | undefined => {
	const hash = /^#(?<red>[\da-f]{2})(?<green>[\da-f]{2})(?<blue>[\da-f]{2})$/i;
	const slashes = /^rgba?:(?<red>[\da-f]{1,4})\/(?<green>[\da-f]{1,4})\/(?<blue>[\da-f]{1,4})(?:\/[\da-f]{1,4})?$/i;
	const {groups} = slashes.exec(colour) ?? hash.exec(colour) ?? {};
	if (!groups) {
		return undefined;
	}

	const {red = '', green = '', blue = ''} = groups;
	const [r = 0, g = 0, b = 0] = [red, green, blue].map(digits =>
		linear(Number.parseInt(digits, 16) / (16 ** digits.length - 1)),
	);
	return 0.2126 * r + 0.7152 * g + 0.0722 * b > middle ? 'light' : 'dark';
};

/** COLORFGBG, as rxvt, Konsole and others set it: `foreground;background`, each one of the 16 colours. */
export const readColorFgBg = ({
	COLORFGBG: text = '',
}: Readonly<Record<string, string | undefined>>): Background | undefined => {
	const number = /(?:^|;)(?<background>\d{1,2})$/.exec(text)?.groups?.background;
	if (number === undefined || Number(number) > 15) {
		return undefined;
	}

	return Number(number) < 7 || Number(number) === 8 ? 'dark' : 'light';
};

type Part = {
	/** What was typed. */
	readonly typed: string;
	/** Colours, as the terminal has written them. */
	readonly answers: readonly string[];
};

const endOf = (text: string): string | undefined => ends.find(end => text.startsWith(end));

/** Where an answer may begin: at a whole start, or at the end of the text, where the rest may follow. */
const beginning = (text: string): number => {
	const whole = text.indexOf(start);
	if (whole !== -1) {
		return whole;
	}

	for (let length = Math.min(start.length - 1, text.length); length > 0; length--) {
		if (start.startsWith(text.slice(-length))) {
			return text.length - length;
		}
	}

	return -1;
};

/** Parts the answers from the keys, in whatever pieces they come. */
export class AnswerReader {
	/** What may be the beginning of an answer. */
	#held = '';
	/** So much of it was given out as typed, because nothing had followed for a while. */
	#released = 0;

	/** Escape, or the little more that an answer begins with as well. It waits until it is known what it is. */
	get mayBeKey(): boolean {
		return this.#held.length > this.#released && this.#held.length < start.length;
	}

	feed(chunk: string): Part {
		let text = this.#held + chunk;
		let released = this.#released;
		let typed = '';
		const answers: string[] = [];
		this.#held = '';
		this.#released = 0;
		const give = (length: number) => {
			typed += text.slice(Math.min(released, length), length);
			released = Math.max(0, released - length);
			text = text.slice(length);
		};

		for (;;) {
			const at = beginning(text);
			if (at === -1) {
				give(text.length);
				return {typed, answers};
			}

			give(at);
			const colour = body.exec(text.slice(start.length))?.[0] ?? '';
			const rest = text.slice(start.length + colour.length);
			const end = endOf(rest);
			if (end === undefined && (rest === '' || rest === '\u{1B}')) {
				this.#held = text;
				this.#released = released;
				return {typed, answers};
			}

			// One that is broken off is nobody's typing either.
			if (end !== undefined) {
				answers.push(colour);
			}

			text = rest.slice(end?.length ?? 0);
			released = 0;
		}
	}

	/** Nothing has followed: it was a key. Should the rest of an answer come after all, it is known as such. */
	release(): string {
		if (!this.mayBeKey) {
			return '';
		}

		const key = this.#held.slice(this.#released);
		const isTyping = this.#released > 0;
		this.#held = isTyping ? '' : this.#held;
		this.#released = isTyping ? 0 : this.#held.length;
		return key;
	}
}
