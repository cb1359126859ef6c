/**
The commands that only a screen has. The screen defines them; elsewhere they are refused by name.
*/
export const screenCommandNames = ['find', 'clear', 'log', 'xray', 'save', 'bell', 'mouse', 'theme'] as const;
export type ScreenCommandName = (typeof screenCommandNames)[number];
