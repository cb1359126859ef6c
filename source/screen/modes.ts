/** Reports of focus and bracketed paste off, automatic wrap on, cursor shown: the terminal as a shell expects it. */
export const restoredModes = '\u{1B}[?1004l\u{1B}[?2004l\u{1B}[?7h\u{1B}[?25h';
