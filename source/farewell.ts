import type {ChatState} from './chat/state.ts';
import {sanitizeLine} from './text/sanitize.ts';

/** What stands on standard error when a chat has ended: why, and what was typed and never delivered, so that nothing is lost without a word. */
export const farewell = ({pending}: ChatState, reason: string): string =>
	[sanitizeLine(reason), ...pending.map(({text}) => `Not delivered: ${sanitizeLine(text)}`)].map(line => `${line}\n`).join('');

/** What to exit with: a chat that ended as asked and left words behind could not do all that it was asked. */
export const finalExitCode = ({pending}: ChatState, exitCode: number): number => (exitCode === 0 && pending.length > 0 ? 1 : exitCode);
