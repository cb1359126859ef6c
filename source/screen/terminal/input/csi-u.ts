/** Keys with modifiers as numbers: CSI u, and xterm's modifyOtherKeys. */
import {escape, escapeKey} from './tokens.ts';

type Fields = {
	readonly code: number;
	readonly shifted?: number | undefined;
	/** 1 and the bits of the modifiers. */
	readonly modifiers?: number | undefined;
	/** 1: pressed, 2: repeated, 3: released. */
	readonly event?: number | undefined;
	/** What the key types, as code points. */
	readonly text?: readonly number[];
};

type Modifiers = {
	readonly isShift: boolean;
	readonly isAlt: boolean;
	readonly isControl: boolean;
	readonly isCapsLock: boolean;
	/** Super, Hyper or Meta. */
	readonly isOther: boolean;
};

const parseModifiers = (modifiers: number): Modifiers => {
	const bits = Math.max(0, modifiers - 1);
	const has = (bit: number) => Math.floor(bits / bit) % 2 === 1;
	return {
		isShift: has(1),
		isAlt: has(2),
		isControl: has(4),
		isCapsLock: has(64),
		isOther: has(8) || has(16) || has(32),
	};
};

const firstKeypad = 57_399;
const keypad = '0123456789./*-+';

const isPrintable = (code: number): boolean =>
	code <= 0x10_ff_ff && !/^[\p{Cc}\p{Cs}\p{Co}]$/u.test(String.fromCodePoint(code));

const findText = ({code, shifted, text = []}: Fields, {isShift, isCapsLock}: Modifiers): string => {
	const typed = text.filter(point => isPrintable(point));
	if (typed.length > 0) {
		return String.fromCodePoint(...typed);
	}

	const fromKeypad = keypad[code - firstKeypad];
	if (fromKeypad !== undefined) {
		return fromKeypad;
	}

	if (!isPrintable(code)) {
		return '';
	}

	if (isShift && shifted !== undefined && isPrintable(shifted)) {
		return String.fromCodePoint(shifted);
	}

	const character = String.fromCodePoint(code);
	const upper = character.toUpperCase();
	return isShift === isCapsLock || upper.length > character.length ? character : upper;
};

/** Letters that Alt gives a meaning. */
export const isChordLetter = (character: string): boolean => /^[bdf]$/.test(character);

/** Returns what Ink is to read for Alt and a character: as a chord only where there is one. */
export const spellAlt = (character: string): string =>
	isChordLetter(character) ? escape + character : escapeKey + character;

/** Returns what Ink is to read for a key. */
export const spellKey = (fields: Fields): string => {
	const {code, modifiers = 1, event = 1} = fields;
	if (event === 3) {
		return '';
	}

	const held = parseModifiers(modifiers);
	const {isShift, isAlt, isControl, isOther} = held;
	// A chord with Super, Hyper or Meta means nothing here, and is no text.
	if (isOther) {
		return '';
	}

	const text = findText(fields, held);
	if (text !== '' && !isControl) {
		return isAlt ? spellAlt(text) : text;
	}

	return `${escape}[${code};${1 + Number(isShift) + 2 * Number(isAlt) + 4 * Number(isControl)}u`;
};
