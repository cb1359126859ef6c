/** The escape sequences that switch the terminal's modes. */

/** Mode 1004: the terminal reports when its window gains and loses the focus. */
const focusReports = {on: '\u{1B}[?1004h', off: '\u{1B}[?1004l'};

/**
Modes 1000 and 1006: the terminal reports button presses and turns of the wheel, with coordinates of
any size.
*/
export const mouseReports = {on: '\u{1B}[?1000h\u{1B}[?1006h', off: '\u{1B}[?1006l\u{1B}[?1000l'};

/**
Mode 7: text beyond the last column continues in the next row. Some terminals draw an emoji wider
than it was counted; with automatic wrap, such a row would spill into the next one and push the
whole screen up.
*/
const autoWrap = {on: '\u{1B}[?7h', off: '\u{1B}[?7l'};

/** Mode 2004: pasted text comes between marks. */
const bracketedPaste = {on: '\u{1B}[?2004h', off: '\u{1B}[?2004l'};

const alternateScreen = {on: '\u{1B}[?1049h', off: '\u{1B}[?1049l'};

const cursor = {shown: '\u{1B}[?25h', hidden: '\u{1B}[?25l'};

/** XTWINOPS 22 and 23: save and restore the title of the window. */
const title = {save: '\u{1B}[22;2t', restore: '\u{1B}[23;2t'};

/** Mode 2026: the terminal shows what is written between these at once. */
export const synchronizedUpdate = {begin: '\u{1B}[?2026h', end: '\u{1B}[?2026l'};

/** Moves to the first cell and clears the screen. */
export const clearScreen = '\u{1B}[H\u{1B}[2J';

/** For all the time of the screen. Each of them may make the terminal send something. */
export const takenModes =
	title.save + alternateScreen.on + cursor.hidden + autoWrap.off + bracketedPaste.on + focusReports.on;

/** As `takenModes`, when the title is saved already. */
export const retakenModes = alternateScreen.on + cursor.hidden + autoWrap.off + bracketedPaste.on + focusReports.on;

/**
The terminal as a shell expects it. Ends a synchronized update (mode 2026) that was cut short, and
all colours. A terminal without an alternate screen goes on in the row where the cursor is: what is
in it and below is erased.
*/
export const restoredModes =
	synchronizedUpdate.end +
	mouseReports.off +
	focusReports.off +
	bracketedPaste.off +
	autoWrap.on +
	'\u{1B}[0m\r\u{1B}[J' +
	alternateScreen.off +
	cursor.shown +
	title.restore;

/** The sequences by which Ink itself switches modes that TerminalModes owns. */
export const inkModes: ReadonlySet<unknown> = new Set([
	alternateScreen.on,
	alternateScreen.off,
	bracketedPaste.on,
	bracketedPaste.off,
]);
