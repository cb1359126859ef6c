/** Which rows of the connection log `/log` asks for. Pure. */
import type {SubmitResult} from '../../chat/commands/types.ts';
import type {SocketRecord} from '../../chat/socket-log/types.ts';
import type {ChatState} from '../../chat/state.ts';
import {foldName} from '../../text/name.ts';
import type {FindName} from './find-name.ts';

/** The folded rows, every entry, or those of one peer: its number or its name. */
export type LogChoice =
	| {readonly kind: 'folded'}
	| {readonly kind: 'all'}
	| {readonly kind: 'number'; readonly number: number}
	| {readonly kind: 'name'; readonly name: string};

export const foldedLog: LogChoice = {kind: 'folded'};

type Known = Pick<ChatState, 'role' | 'members' | 'socketLog'>;

const hasName = (wanted: string, name: string | undefined): boolean =>
	name !== undefined && foldName(name) === foldName(wanted);

/** Returns the numbers of the connections to show; undefined: all. */
export const findConnections = (
	choice: LogChoice,
	sockets: readonly SocketRecord[],
	findName: FindName,
): ReadonlySet<number> | undefined => {
	switch (choice.kind) {
		case 'number': {
			return new Set([choice.number]);
		}

		case 'name': {
			return new Set(sockets.filter(each => hasName(choice.name, findName(each))).map(({number}) => number));
		}

		default: {
			return undefined;
		}
	}
};

/** Returns what the argument of `/log` asks for, or why there is nothing to show. */
export const parseLogArgument = (
	argument: string,
	{role, members, socketLog}: Known,
	findName: FindName,
): {readonly ok: true; readonly choice: LogChoice} | Extract<SubmitResult, {ok: false}> => {
	const word = argument.trim();
	if (word === '') {
		return {ok: true, choice: foldedLog};
	}

	if (word.toLowerCase() === 'all') {
		return {ok: true, choice: {kind: 'all'}};
	}

	const {digits} = /^#(?<digits>\d{1,9})$/.exec(word)?.groups ?? {};
	if (digits !== undefined) {
		const number = Number(digits);
		return socketLog.calls.some(({connection}) => connection === number) ||
			socketLog.sockets.some(each => each.number === number)
			? {ok: true, choice: {kind: 'number', number}}
			: {ok: false, text: `The connection log has no socket #${number}.`};
	}

	if (socketLog.sockets.some(each => hasName(word, findName(each)))) {
		return {ok: true, choice: {kind: 'name', name: word}};
	}

	if (role === 'join' && members.some(({name}) => hasName(word, name))) {
		return {ok: false, text: `There is no socket to ${word} here: what ${word} says comes through the host.`};
	}

	return {ok: false, text: `The connection log has no peer ${word}. Use /log, /log all, /log NAME or /log #3.`};
};

/** Returns what the pane's title says of the rows that are shown. */
export const describeChoice = (choice: LogChoice): string | undefined => {
	switch (choice.kind) {
		case 'folded': {
			return undefined;
		}

		case 'all': {
			return 'all, /log folds';
		}

		case 'number': {
			return `only #${choice.number}, /log shows all`;
		}

		case 'name': {
			return `only ${choice.name}, /log shows all`;
		}
	}
};
