/** What a terminal sends beside keys, taken out of what it sends: reports of its focus and of the mouse. Pure. */

export type MouseReport =
	/** A turn of the wheel, up (-1) or down (1). */
	| {readonly type: 'wheel'; readonly delta: -1 | 1; readonly x: number; readonly y: number}
	/** The main button went down. Columns and rows count from 0. */
	| {readonly type: 'press'; readonly x: number; readonly y: number};

export type Report = MouseReport | {readonly type: 'focus'; readonly hasFocus: boolean};

type Reading = {
	/** What is left for the reader of keys. */
	readonly keys: string;
	readonly reports: readonly Report[];
};

const escape = '\u{1B}';
const pasteStart = '[200~';
const pasteEnd = '\u{1B}[201~';

// Each as it follows an escape.
const focusForm = /\[(?<state>[IO])/y;
/** SGR: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h3-Extended-coordinates */
const mouseForm = /\[<(?<button>\d{1,4});(?<x>\d{1,5});(?<y>\d{1,5})(?<end>[Mm])/y;
/** Shift+Enter and the like, as xterm sends them with modifyOtherKeys. Ink knows the same keys as CSI u only. */
const otherKeyForm = /\[27;(?<modifiers>\d{1,3});(?<code>\d{1,7})~/y;
/** All that came: the beginning of one of these, or of the mark of a paste. */
const unfinished = /^(?:\[(?:<[\d;]{0,17}|2(?:7(?:;[\d;]{0,11})?|00?)?)?)?$/;

const matchAt = (form: RegExp, text: string, index: number) => {
	form.lastIndex = index;
	const match = form.exec(text);
	return match && {groups: match.groups ?? {}, end: index + match[0].length};
};

const mouseReportOf = ({button, x, y, end}: Readonly<Record<string, string>>): MouseReport | undefined => {
	// Without the bits that say which of Shift, Alt and Ctrl were held.
	const which = (Number(button) % 4) + Math.floor(Number(button) / 32) * 32;
	const place = {x: Number(x) - 1, y: Number(y) - 1};
	if (which === 64 || which === 65) {
		return {type: 'wheel', delta: which === 64 ? -1 : 1, ...place};
	}

	return which === 0 && end === 'M' ? {type: 'press', ...place} : undefined;
};

/** Where the end of a text begins that may be the beginning of a paste's end. */
const endingAt = (text: string, from: number): number => {
	let start = Math.max(from, text.length - pasteEnd.length + 1);
	while (!pasteEnd.startsWith(text.slice(start))) {
		start++;
	}

	return start;
};

type Piece = {
	/** Where it ends. Where it begins: more has to come. */
	readonly end: number;
	readonly keys?: string;
	readonly report?: Report | undefined;
};

/** What stands at an escape that no paste begins with. */
const pieceAt = (text: string, index: number): Piece => {
	const start = index + escape.length;
	const focus = matchAt(focusForm, text, start);
	if (focus) {
		return {end: focus.end, report: {type: 'focus', hasFocus: focus.groups.state === 'I'}};
	}

	const mouse = matchAt(mouseForm, text, start);
	if (mouse) {
		return {end: mouse.end, report: mouseReportOf(mouse.groups)};
	}

	const key = matchAt(otherKeyForm, text, start);
	if (key) {
		return {end: key.end, keys: `${escape}[${key.groups.code};${key.groups.modifiers}u`};
	}

	return unfinished.test(text.slice(start)) ? {end: index} : {end: start, keys: escape};
};

/** How long the rest of what is held is waited for, in milliseconds: Escape is a key that a person presses, the others are hardly ever. */
const escapePatience = 20;
const patience = 500;

/** Reads in pieces of any size. What may be the beginning of a report is held until its rest is there. */
export class TerminalInput {
	#held = '';
	#isPasting = false;
	/** An escape that was held in vain: should a report's rest come after all, nobody has typed that. */
	#hasReleasedEscape = false;

	/** When what is held is to be released, in milliseconds; never where no key begins in that way. */
	get releaseAfter(): number | undefined {
		if (this.#held === '' || this.#isPasting || this.#held.startsWith(`${escape}[<`)) {
			return undefined;
		}

		return this.#held === escape ? escapePatience : patience;
	}

	push(chunk: string): Reading {
		const reports: Report[] = [];
		const isLateRest = this.#hasReleasedEscape && pieceAt(escape + chunk, 0).report !== undefined;
		const text = isLateRest ? escape + chunk : this.#held + chunk;
		this.#hasReleasedEscape = false;
		let keys = '';
		let index = 0;
		for (;;) {
			const {end, keys: next = '', report} = this.#isPasting ? this.#paste(text, index) : this.#next(text, index);
			keys += next;
			reports.push(...(report ? [report] : []));
			if (end === index) {
				this.#held = text.slice(index);
				return {keys, reports};
			}

			index = end;
		}
	}

	/** What was held is a key, or its rest is late. */
	release(): string {
		const held = this.#held;
		this.#held = '';
		this.#hasReleasedEscape = held === escape;
		return held;
	}

	#next(text: string, index: number): Piece {
		if (text[index] !== escape) {
			const next = text.indexOf(escape, index);
			const end = next === -1 ? text.length : next;
			return {end, keys: text.slice(index, end)};
		}

		if (text.startsWith(pasteStart, index + escape.length)) {
			this.#isPasting = true;
			return {end: index + escape.length + pasteStart.length, keys: escape + pasteStart};
		}

		return pieceAt(text, index);
	}

	/** What was pasted is nobody's report: up to its end it goes through as it is. */
	#paste(text: string, index: number): Piece {
		const mark = text.indexOf(pasteEnd, index);
		this.#isPasting = mark === -1;
		const end = mark === -1 ? endingAt(text, index) : mark + pasteEnd.length;
		return {end, keys: text.slice(index, end)};
	}
}
