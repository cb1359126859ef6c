/** The values that a user can choose from, in the settings file and with commands. */

/**
When the terminal's bell rings: never, at messages that mention the user, or at every message.
*/
export const bells = ['off', 'mention', 'all'] as const;
export type Bell = (typeof bells)[number];

/**
The background that colours are chosen for: the one that the terminal reports, a dark one, a
light one; or no colours.
*/
export const themes = ['auto', 'dark', 'light', 'none'] as const;
export type Theme = (typeof themes)[number];
