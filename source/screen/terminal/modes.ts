/** The terminal modes that the program switches, and how to leave them. */

/** Mode 1004: the terminal reports when its window gains and loses the focus. */
export const focusReports = {on: '\u{1B}[?1004h', off: '\u{1B}[?1004l'};

/**
Modes 1000 and 1006: the terminal reports button presses and turns of the wheel, with coordinates of
any size.
*/
export const mouseReports = {on: '\u{1B}[?1000h\u{1B}[?1006h', off: '\u{1B}[?1006l\u{1B}[?1000l'};

/** Mode 7: text beyond the last column continues in the next row. */
export const autoWrap = {on: '\u{1B}[?7h', off: '\u{1B}[?7l'};

/**
Reports and bracketed paste off, automatic wrap on, cursor shown: the terminal as a shell expects
it.
*/
export const restoredModes = `${mouseReports.off}${focusReports.off}\u{1B}[?2004l${autoWrap.on}\u{1B}[?25h`;
