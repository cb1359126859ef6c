/** The values that a user can choose between, in the settings file and by a command. */

/** When the terminal rings: never, when somebody mentions me, or at every message. */
export const bells = ['off', 'mention', 'all'] as const;
export type Bell = (typeof bells)[number];

/** What the colours are chosen for: the background that the terminal reports, a dark one, a light one, or no colours. */
export const themes = ['auto', 'dark', 'light', 'none'] as const;
export type Theme = (typeof themes)[number];
