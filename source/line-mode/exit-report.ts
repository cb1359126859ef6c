import type {Chat} from '../chat/chat.ts';
import {sanitizeLine} from '../text/sanitize.ts';

/**
What stands on standard error when a chat has ended: why, and what was typed and never acknowledged, so that nothing is lost without a
word. What a connection had may have arrived, and to say it again could double it.
*/
export const describeExit = (chat: Chat, reason: string): string =>
	[
		sanitizeLine(reason),
		...chat.getPending().map(({text, to, isSent: isSent}) => {
			const what = isSent ? 'Not acknowledged, but it may have arrived' : 'Not delivered';
			return `${what}${to ? `, for ${sanitizeLine(to.name)} alone` : ''}: ${sanitizeLine(text)}`;
		}),
	]
		.map(line => `${line}\n`)
		.join('');

/** What to exit with: a chat that ended as asked and left words behind could not do all that it was asked. */
export const decideExitCode = (chat: Chat, exitCode: number): number =>
	exitCode === 0 && chat.getPending().length > 0 ? 1 : exitCode;
