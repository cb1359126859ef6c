import type {Chat} from '../chat/chat.ts';
import {sanitizeLine} from '../text/sanitize.ts';

/**
Returns what is printed on standard error when a chat has ended: the reason, then every message that
was not acknowledged. A message that was sent may have arrived, so that sending it again could
double it.
*/
export const describeExit = (chat: Chat, reason: string): string =>
	[
		sanitizeLine(reason),
		...chat.getPending().map(({text, to, isSent}) => {
			const problem = isSent ? 'Not acknowledged, but it may have arrived' : 'Not delivered';
			return `${problem}${to ? `, for ${sanitizeLine(to.name)} alone` : ''}: ${sanitizeLine(text)}`;
		}),
	]
		.map(line => `${line}\n`)
		.join('');

/** Returns the exit code: 1 instead of 0 if messages were not acknowledged. */
export const decideExitCode = (chat: Chat, exitCode: number): number =>
	exitCode === 0 && chat.getPending().length > 0 ? 1 : exitCode;
