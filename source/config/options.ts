import {AddressError, defaultPort, parseAddress, parsePort, type Endpoint} from '../net/address.ts';
import {parseCode} from '../text/room-code.ts';
import {cleanName} from '../text/name.ts';
import type {LineEnd} from '../wire/plain-text.ts';
import {errorMessage} from '../text/errors.ts';

export type HostOptions = {
	readonly command: 'host';
	readonly name: string;
	readonly json: boolean;
	/** On a terminal: lines that are only added, and words instead of marks and colours. */
	readonly linear: boolean;
	/** 0 picks a free one. */
	readonly port: number;
	/** The address to bind; undefined: all interfaces. */
	readonly listen: string | undefined;
	/** Its history is kept under this name. */
	readonly room: string;
	/** Change the room's code before opening. */
	readonly newCode: boolean;
	/** Keep nothing on disk. */
	readonly ephemeral: boolean;
	/** Do not tell the network that there is a room. */
	readonly hidden: boolean;
	readonly plain: boolean;
	readonly once: boolean;
	readonly stopOn: string | undefined;
	/** How a line to a plain peer ends; undefined: as its own do. */
	readonly lineEnd: LineEnd | undefined;
};

export type JoinOptions = {
	readonly command: 'join';
	readonly name: string;
	readonly json: boolean;
	/** On a terminal: lines that are only added, and words instead of marks and colours. */
	readonly linear: boolean;
	/** Undefined: this machine's room, else a choice of those that are found. */
	readonly endpoint: Endpoint | undefined;
	/** The room's code, as SOCKET_CHAT_CODE has it. */
	readonly code: string | undefined;
	readonly plain: boolean;
	/** How a plain line ends; undefined: as the other side's do. */
	readonly lineEnd: LineEnd | undefined;
	readonly stay: boolean;
};

export type Options = HostOptions | JoinOptions;

/** Wrong usage: the message is one sentence for people. */
export class UsageError extends Error {}

/** Flags as the command line gave them, by their long names. */
export type RawFlags = Readonly<Record<string, unknown>>;

const lineEnds = new Map<unknown, LineEnd | undefined>([
	[undefined, undefined],
	['auto', undefined],
	['lf', 'lf'],
	['crlf', 'crlf'],
	['none', 'none'],
]);

const hostOnly = ['port', 'listen', 'room', 'newCode', 'ephemeral', 'hidden', 'once', 'stopOn'];
const joinOnly = ['stay', 'eol'];
const knownFlags = new Set([...hostOnly, ...joinOnly, 'plain', 'name', 'json', 'linear', 'help', 'version']);
const switches = ['newCode', 'ephemeral', 'hidden', 'plain', 'once', 'stay', 'json', 'linear', 'help', 'version'];
const dashed = (flag: string): string => `--${flag.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;

/** Runs a parser of addresses and ports. Throws what it refuses as a UsageError. */
const checkUsage = <Value>(parse: () => Value): Value => {
	try {
		return parse();
	} catch (error) {
		throw error instanceof AddressError ? new UsageError(error.message) : error;
	}
};

const text = (flags: RawFlags, flag: string): string | undefined => {
	const value = flags[flag];
	if (value === undefined) {
		return undefined;
	}

	if (typeof value !== 'string' || value.trim() === '') {
		throw new UsageError(`${dashed(flag)} needs a value.`);
	}

	return value.trim();
};

const nameOf = (flags: RawFlags, loginName: string): string => {
	const wanted = text(flags, 'name');
	const name = cleanName(wanted ?? loginName);
	if (name === '' && wanted !== undefined) {
		throw new UsageError('A name needs at least one letter or digit; spaces and _ . - may stand between.');
	}

	return name === '' ? 'guest' : name;
};

const refuse = (flags: RawFlags, names: readonly string[], command: string) => {
	for (const flag of names) {
		if (flags[flag] !== undefined && flags[flag] !== false) {
			throw new UsageError(`${dashed(flag)} does not go with ${command}.`);
		}
	}
};

const lineEndOf = (flags: RawFlags): LineEnd | undefined => {
	if (!lineEnds.has(flags.eol)) {
		throw new UsageError('--eol takes lf, crlf, none or auto.');
	}

	return lineEnds.get(flags.eol);
};

/** What the command line alone does not say. */
export type OptionsEnvironment = {
	/** Who runs the program. */
	readonly loginName: string;
	/** SOCKET_CHAT_CODE: a code is no argument, since arguments show in `ps`. */
	readonly code?: string | undefined;
};

const codeOf = (code: string | undefined): string | undefined => {
	try {
		return code === undefined || code.trim() === '' ? undefined : parseCode(code);
	} catch (error) {
		throw new UsageError(`SOCKET_CHAT_CODE: ${errorMessage(error)}`);
	}
};

/** Checks the words and flags of the command line. Throws a UsageError. */
export const parseOptions = (
	words: readonly string[],
	flags: RawFlags,
	{loginName, code}: OptionsEnvironment,
): Options => {
	for (const flag of switches) {
		if (flags[flag] !== undefined && typeof flags[flag] !== 'boolean') {
			throw new UsageError(`${dashed(flag)} takes no value.`);
		}
	}

	for (const flag of Object.keys(flags)) {
		if (!knownFlags.has(flag)) {
			throw new UsageError(
				`There is no option ${flag.length === 1 ? `-${flag}` : dashed(flag)}; see socket-chat help.`,
			);
		}
	}

	const [command, address, ...rest] = words;
	const json = flags.json === true;
	const linear = flags.linear === true;
	const plain = flags.plain === true;
	if (command === 'host') {
		if (address !== undefined) {
			throw new UsageError(`host takes no address, and got ${JSON.stringify(address)}. To bind one, use --listen.`);
		}

		refuse(flags, joinOnly, 'host');
		return {
			command,
			name: nameOf(flags, loginName),
			json,
			linear,
			plain,
			port: checkUsage(() => parsePort(text(flags, 'port') ?? String(defaultPort), 0)),
			room: text(flags, 'room') ?? 'main',
			newCode: flags.newCode === true,
			ephemeral: flags.ephemeral === true,
			hidden: flags.hidden === true,
			listen: text(flags, 'listen') ?? (plain ? '127.0.0.1' : undefined),
			once: flags.once === true,
			stopOn: text(flags, 'stopOn'),
			lineEnd: undefined,
		};
	}

	if (command === 'join') {
		if (rest.length > 0) {
			throw new UsageError(`join takes one address, and got ${rest.length + 1}.`);
		}

		refuse(flags, hostOnly, 'join');
		const lineEnd = lineEndOf(flags);
		if (flags.eol !== undefined && !plain) {
			throw new UsageError('--eol goes with --plain.');
		}

		return {
			command,
			name: nameOf(flags, loginName),
			json,
			linear,
			plain,
			endpoint: address === undefined ? undefined : checkUsage(() => parseAddress(address)),
			code: plain ? undefined : codeOf(code),
			lineEnd,
			stay: flags.stay === true,
		};
	}

	throw new UsageError(
		command === undefined
			? 'Usage: socket-chat host · socket-chat join [address]. See socket-chat help.'
			: `There is no command ${JSON.stringify(command)}. Use host or join; see socket-chat help.`,
	);
};
