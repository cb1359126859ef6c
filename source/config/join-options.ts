import type {Endpoint} from '../net/address.ts';
import {parseAddress} from '../net/parse-address.ts';
import {errorMessage} from '../text/errors.ts';
import {parseCode} from '../text/room-code.ts';
import type {LineEnd} from '../wire/plain-text.ts';
import {hostFlags, parseOrThrow, rejectFlags, UsageError, type RawFlags} from './flags.ts';
import {readSharedOptions, type SharedOptions} from './shared-options.ts';

export type JoinOptions = SharedOptions & {
	readonly command: 'join';
	/** Undefined: a room on this computer or on the local network. */
	readonly endpoint: Endpoint | undefined;
	/** The room's code from SOCKET_CHAT_CODE. */
	readonly code: string | undefined;
	/** How plain lines end; undefined: as the server's lines do. */
	readonly lineEnd: LineEnd | undefined;
	/** Line mode: stay after standard input has ended. */
	readonly stay: boolean;
};

const lineEnds = new Map<unknown, LineEnd | undefined>([
	[undefined, undefined],
	['auto', undefined],
	['lf', 'lf'],
	['crlf', 'crlf'],
	['none', 'none'],
]);

const readLineEnd = ({eol, plain}: RawFlags): LineEnd | undefined => {
	if (!lineEnds.has(eol)) {
		throw new UsageError('--eol takes lf, crlf, none or auto.');
	}

	if (eol !== undefined && plain !== true) {
		throw new UsageError('--eol goes with --plain.');
	}

	return lineEnds.get(eol);
};

/** The sentence that is thrown does not quote the code. */
const readCode = (code = ''): string | undefined => {
	try {
		return code.trim() === '' ? undefined : parseCode(code);
	} catch (error) {
		throw new UsageError(`SOCKET_CHAT_CODE: ${errorMessage(error)}`);
	}
};

/** `words`: what follows the command. `code`: SOCKET_CHAT_CODE. Throws a UsageError. */
export const parseJoinOptions = (
	words: readonly string[],
	flags: RawFlags,
	{loginName, code}: {readonly loginName: string; readonly code?: string | undefined},
): JoinOptions => {
	const [address] = words;
	if (words.length > 1) {
		throw new UsageError(`join takes one address; you gave ${words.length}.`);
	}

	rejectFlags(flags, hostFlags, 'join');
	const lineEnd = readLineEnd(flags);
	const shared = readSharedOptions(flags, loginName);
	if (shared.plain && shared.history !== undefined) {
		throw new UsageError('--history does not go with --plain: a plain text server keeps no history.');
	}

	if (shared.plain && (shared.input.to !== undefined || shared.input.kind === 'text')) {
		const flag = shared.input.to === undefined ? '--paste' : '--to';
		throw new UsageError(`${flag} does not go with --plain: a plain text server takes lines, for everybody.`);
	}

	return {
		command: 'join',
		...shared,
		endpoint: address === undefined ? undefined : parseOrThrow(() => parseAddress(address)),
		code: shared.plain ? undefined : readCode(code),
		lineEnd,
		stay: flags.stay === true,
	};
};
