/** The tokens in a terminal's input. */

export type MouseReport =
	/** A turn of the wheel, up (-1) or down (1). Columns and rows count from 0. */
	| {readonly type: 'wheel'; readonly delta: -1 | 1; readonly x: number; readonly y: number}
	/** The main button went down. */
	| {readonly type: 'press'; readonly x: number; readonly y: number};

export type FunctionKey = {readonly type: 'f1' | 'f2' | 'f3' | 'f4' | 'f5' | 'f6' | 'f7' | 'f8'};

/** One arrow of several that came together. */
export type BurstArrow = {readonly type: 'up' | 'down'; readonly isBurst: true};

export type TerminalReport =
	| MouseReport
	| {readonly type: 'focus'; readonly hasFocus: boolean}
	/** The reply to OSC 11: a colour as X11 writes it, such as `rgb:1c1c/1c1c/1c1c`. */
	| {readonly type: 'background'; readonly colour: string}
	/** A key for which Ink's `Key` has no name. */
	| {readonly type: 'key'; readonly press: FunctionKey | BurstArrow};

export type Token =
	| TerminalReport
	/** Text, control characters, and sequences that Ink decodes in one way only. */
	| {readonly type: 'keys'; readonly text: string};

/** The keys or the report at one place of the input. */
export type Content = {
	/** Empty for what means nothing here, such as an answer that the program has not asked for. */
	readonly keys?: string;
	readonly report?: TerminalReport;
	/** ↑ (-1) or ↓ (1) without a modifier. */
	readonly arrow?: -1 | 1;
	/** The mark before a paste. */
	readonly isPaste?: true;
};

export type Reading =
	/** A sequence up to the index `end`. */
	| (Content & {readonly type: 'whole'; readonly end: number})
	/**
	The beginning of a sequence, and for how many milliseconds to wait for its rest. `mayBeTyped`:
	what comes letter by letter may be a person's typing.
	*/
	| {readonly type: 'partial'; readonly patience: number; readonly mayBeTyped?: boolean}
	/**
	A string that has certainly begun and does not end as strings do. What is before `end` is no
	text.
	*/
	| {readonly type: 'broken'; readonly end: number}
	| {readonly type: 'none'};

export const escape = '\u{1B}';
/** Escape alone, as Ink reads it whatever follows: after ESC, the next character would be Alt's. */
export const escapeKey = '\u{1B}[27u';

/** How long to wait for the rest of what people hardly ever type, in milliseconds. */
export const patience = 500;
/** … and of what nobody types. */
export const longPatience = 2000;
