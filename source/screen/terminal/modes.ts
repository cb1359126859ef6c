/** Modes of the terminal that the program switches on, and how to leave them. */

/** Mode 1004: the terminal says when it gains and loses the focus. */
export const focusReports = {on: '\u{1B}[?1004h', off: '\u{1B}[?1004l'};

/** Modes 1000 and 1006: the terminal says where a button was pressed and the wheel turned, in numbers of any size. */
export const mouseReports = {on: '\u{1B}[?1000h\u{1B}[?1006h', off: '\u{1B}[?1006l\u{1B}[?1000l'};

/** Reports and bracketed paste off, automatic wrap on, cursor shown: the terminal as a shell expects it. */
export const restoredModes = `${mouseReports.off}${focusReports.off}\u{1B}[?2004l\u{1B}[?7h\u{1B}[?25h`;
