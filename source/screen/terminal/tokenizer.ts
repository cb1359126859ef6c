/** Splits what a terminal sends into keys and reports. Pure: TerminalStdin keeps the time. */
import {decodeFunctionKey, type KeyPress} from './keys.ts';

export type MouseReport =
	/** A turn of the wheel, up (-1) or down (1). Columns and rows count from 0. */
	| {readonly type: 'wheel'; readonly delta: -1 | 1; readonly x: number; readonly y: number}
	/** The main button went down. */
	| {readonly type: 'press'; readonly x: number; readonly y: number};

export type TerminalReport =
	| MouseReport
	| {readonly type: 'focus'; readonly hasFocus: boolean}
	/** The reply to OSC 11: a colour as X11 writes it, such as `rgb:1c1c/1c1c/1c1c`. */
	| {readonly type: 'background'; readonly colour: string}
	/** A function key. Ink's `useInput` drops these. */
	| {readonly type: 'function-key'; readonly press: KeyPress};

export type Token = TerminalReport | {readonly type: 'keys'; readonly text: string};

const escape = '\u{1B}';
const pasteStart = '[200~';
const pasteEnd = '\u{1B}[201~';

// Each form is matched right after an escape.
const focusForm = /\[(?<state>[IO])/y;
/** SGR: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h3-Extended-coordinates */
const mouseForm = /\[<(?<button>\d{1,4});(?<x>\d{1,5});(?<y>\d{1,5})(?<end>[Mm])/y;
/** The query is ended by ST; terminals end the reply with BEL, ST or its one-byte form. */
const backgroundForm = new RegExp(`]11;(?<colour>[!-~]{0,64})(?:\u{7}|${escape}\\\\|\u{9C})`, 'y');
const brokenBackgroundForm = /]11;[!-~]{0,64}/y;
const functionKeyForm = /O[P-S]|\[[P-S]|\[\[[A-D]|\[1[1-4]~/y;
/** Shift+Enter and the like from xterm's modifyOtherKeys. Ink knows these keys as CSI u only. */
const otherKeyForm = /\[27;(?<modifiers>\d{1,3});(?<code>\d{1,7})~/y;
/** A whole text that may be the beginning of one of these, or of the mark of a paste. */
const unfinished = /^(?:O|]1{0,2}|\[(?:<[\d;]{0,17}|\[|1[1-4]?|2(?:7(?:;[\d;]{0,11})?|00?)?)?)?$/;
/** The same for the reply to OSC 11 alone, whose beginning may have been released as a key. */
const unfinishedBackground = /^](?:1{0,2}$|11;)/;

const matchAt = (form: RegExp, text: string, index: number) => {
	form.lastIndex = index;
	const match = form.exec(text);
	return match && {groups: match.groups ?? {}, end: index + match[0].length};
};

const parseMouseReport = ({button, x, y, end}: Readonly<Record<string, string>>): MouseReport | undefined => {
	// Drop the bits for Shift, Alt and Ctrl: 4, 8 and 16.
	const which = (Number(button) % 4) + Math.floor(Number(button) / 32) * 32;
	const place = {x: Number(x) - 1, y: Number(y) - 1};
	if (which === 64 || which === 65) {
		return {type: 'wheel', delta: which === 64 ? -1 : 1, ...place};
	}

	return which === 0 && end === 'M' ? {type: 'press', ...place} : undefined;
};

type Piece = {
	/** The index after the piece, or its own index if more has to come before it can be read. */
	readonly end: number;
	readonly keys?: string;
	readonly report?: TerminalReport | undefined;
};

/**
Reads the reply to OSC 11 that starts at `start`. A reply that breaks off is dropped; the key that
broke it is kept.
*/
const readBackground = (text: string, start: number): Piece | undefined => {
	const reply = matchAt(backgroundForm, text, start);
	if (reply) {
		return {end: reply.end, report: {type: 'background', colour: reply.groups.colour ?? ''}};
	}

	const broken = matchAt(brokenBackgroundForm, text, start);
	if (!broken) {
		return undefined;
	}

	const rest = text.slice(broken.end);
	return {end: rest === '' || rest === escape ? start - escape.length : broken.end};
};

/** Reads what stands at an escape. `isAlt`: another precedes it, so a function key is Alt's. */
const readEscape = (text: string, index: number, isAlt: boolean): Piece => {
	const start = index + escape.length;
	const focus = matchAt(focusForm, text, start);
	if (focus) {
		return {end: focus.end, report: {type: 'focus', hasFocus: focus.groups.state === 'I'}};
	}

	const mouse = matchAt(mouseForm, text, start);
	if (mouse) {
		return {end: mouse.end, report: parseMouseReport(mouse.groups)};
	}

	const background = readBackground(text, start);
	if (background) {
		return background;
	}

	const functionKey = isAlt ? null : matchAt(functionKeyForm, text, start);
	const press = functionKey && decodeFunctionKey(text.slice(index, functionKey.end));
	if (press) {
		return {end: functionKey.end, report: {type: 'function-key', press}};
	}

	const key = matchAt(otherKeyForm, text, start);
	if (key) {
		return {end: key.end, keys: `${escape}[${key.groups.code};${key.groups.modifiers}u`};
	}

	return unfinished.test(text.slice(start)) ? {end: index} : {end: start, keys: escape};
};

/** Returns where the text ends with something that may be the beginning of a paste's end. */
const findPartialPasteEnd = (text: string, from: number): number => {
	let start = Math.max(from, text.length - pasteEnd.length + 1);
	while (!pasteEnd.startsWith(text.slice(start))) {
		start++;
	}

	return start;
};

/** Whether `text` completes a report whose escape was released. Function keys are left out. */
const isLateReport = (text: string): boolean => {
	const {report} = readEscape(text, 0, true);
	return report !== undefined || unfinishedBackground.test(text.slice(escape.length));
};

/**
How long to hold a beginning, in milliseconds. Escape is a key that people press, so its wait is
short: as long as Ink's own. The other beginnings are hardly ever typed.
*/
const escapePatience = 20;
const patience = 500;

/**
Reads chunks of any size. The possible beginning of a report is held until its rest arrives or
`release()` is called.
*/
export class Tokenizer {
	#held = '';
	/** How many characters at the start of `#held` were released as keys before. */
	#releasedLength = 0;
	/**
	A beginning that was just released as keys. If the rest of a report follows after all, it is not
	typed.
	*/
	#released = '';
	#isPasting = false;
	/** The last key was an escape, which makes the next one Alt's. */
	#isAlt = false;

	/**
	After how many milliseconds to call `release()`; undefined if no key begins with what is held.
	*/
	get releaseAfter(): number | undefined {
		const held = this.#held;
		if (held === '' || this.#isPasting || held.startsWith(`${escape}[<`) || held.startsWith(`${escape}]11;`)) {
			return undefined;
		}

		return held === escape || held.startsWith(`${escape}]`) ? escapePatience : patience;
	}

	/**
	Returns the tokens of a chunk. Function keys keep their place among the keys. Other reports come
	before the keys around them, which stay together: a text field would lose the first half of a
	word that comes in two parts without a render between them.
	*/
	push(chunk: string): readonly Token[] {
		const isLate = this.#released !== '' && isLateReport(this.#released + chunk);
		const text = isLate ? this.#released + chunk : this.#held + chunk;
		let releasedLength = isLate ? this.#released.length : this.#releasedLength;
		this.#released = '';
		const tokens: Token[] = [];
		let keys = '';
		const flush = () => {
			if (keys !== '') {
				tokens.push({type: 'keys', text: keys});
				keys = '';
			}
		};

		let index = 0;
		for (;;) {
			const piece = this.#isPasting ? this.#readPaste(text, index) : this.#readNext(text, index);
			if (piece.end === index) {
				flush();
				this.#held = text.slice(index);
				this.#releasedLength = this.#held === '' ? 0 : releasedLength;
				return tokens;
			}

			const {keys: next = '', report} = piece;
			keys += next.slice(releasedLength);
			releasedLength = Math.max(0, releasedLength - (next === '' ? releasedLength : next.length));
			this.#isAlt = next.endsWith(escape);
			if (report?.type === 'function-key') {
				flush();
			}

			if (report) {
				tokens.push(report);
			}

			index = piece.end;
		}
	}

	/** Returns what is held, as keys: nothing has followed it. */
	release(): string {
		const held = this.#held;
		const isFirst = this.#releasedLength === 0;
		const keys = held.slice(this.#releasedLength);
		this.#released = isFirst && (held === escape || held.startsWith(`${escape}]`)) ? held : '';
		this.#held = '';
		this.#releasedLength = 0;
		this.#isAlt = false;
		return keys;
	}

	#readNext(text: string, index: number): Piece {
		if (text[index] !== escape) {
			const next = text.indexOf(escape, index);
			const end = next === -1 ? text.length : next;
			return {end, keys: text.slice(index, end)};
		}

		if (text.startsWith(pasteStart, index + escape.length)) {
			this.#isPasting = true;
			return {end: index + escape.length + pasteStart.length, keys: escape + pasteStart};
		}

		return readEscape(text, index, this.#isAlt);
	}

	/** A paste passes through unchanged up to its end: it holds no reports. */
	#readPaste(text: string, index: number): Piece {
		const mark = text.indexOf(pasteEnd, index);
		this.#isPasting = mark === -1;
		const end = mark === -1 ? findPartialPasteEnd(text, index) : mark + pasteEnd.length;
		return {end, keys: text.slice(index, end)};
	}
}
