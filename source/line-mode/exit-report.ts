import type {Chat} from '../chat/chat.ts';
import {sanitizeLine} from '../text/sanitize.ts';
import {maximumNamed, type UnsentInput} from './input/read-lines.ts';

/** The part of the report about the input. Without an input, all of it is 0 or empty. */
export type InputReport = Pick<UnsentInput, 'first' | 'count' | 'invalidCount' | 'firstInvalid'>;

const noInput: InputReport = {first: [], count: 0, invalidCount: 0, firstInvalid: 0};

const describeInvalid = ({invalidCount, firstInvalid}: InputReport): readonly string[] => {
	if (invalidCount === 0) {
		return [];
	}

	const lines = invalidCount === 1 ? '1 line' : `${invalidCount} lines`;
	return [`Not UTF-8: ${lines} of the input, first line ${firstInvalid}. Each wrong byte was sent as \u{FFFD}.`];
};

/**
Returns what is printed on standard error when a chat has ended: the reason, then every message that
was not acknowledged and every line of the input that was not sent. Of many, the first ones are
named. A message that was sent may have arrived, so that sending it again could double it.
*/
export const describeExit = (chat: Chat, reason: string, input = noInput): string => {
	const pending = chat.getPending();
	const undelivered = [
		...pending.slice(0, maximumNamed).map(({text, to, isSent}) => {
			const problem = isSent ? 'Not acknowledged, but it may have arrived' : 'Not delivered';
			return `${problem}${to ? `, for ${sanitizeLine(to.name)} alone` : ''}: ${sanitizeLine(text)}`;
		}),
		...input.first.map(text => `Not delivered: ${sanitizeLine(text)}`),
	].slice(0, maximumNamed);
	const more = pending.length + input.count - undelivered.length;
	return [
		sanitizeLine(reason),
		...describeInvalid(input),
		...undelivered,
		...(more > 0 ? [`Not delivered or not acknowledged: ${more} more.`] : []),
	]
		.map(line => `${line}\n`)
		.join('');
};

/**
Returns the exit code: 1 instead of 0 if messages were not acknowledged, or input was not sent as it
is.
*/
export const decideExitCode = (chat: Chat, exitCode: number, input = noInput): number =>
	exitCode === 0 && chat.getPending().length + input.count + input.invalidCount > 0 ? 1 : exitCode;
