/** Reads single flags of the command line. Every function that fails throws a UsageError. */
import {AddressError} from '../net/address.ts';
import {cleanLabel, cleanName, isAltered, nameRule} from '../text/name.ts';

/** Wrong usage. The message is one sentence for the user. */
export class UsageError extends Error {}

/** Flags as the command line gave them, by their long names in camel case. */
export type RawFlags = Readonly<Record<string, unknown>>;

export const hostFlags = ['port', 'listen', 'room', 'newCode', 'ephemeral', 'hidden', 'announce', 'once', 'stopOn'];
export const joinFlags = ['stay', 'eol'];
const knownFlags = new Set([
	...hostFlags,
	...joinFlags,
	'plain',
	'name',
	'json',
	'bye',
	'history',
	'log',
	'linear',
	'lab',
	'to',
	'paste',
	'commands',
	'help',
	'version',
]);
const switches = [
	'newCode',
	'ephemeral',
	'hidden',
	'plain',
	'once',
	'stay',
	'json',
	'linear',
	'lab',
	'bye',
	'paste',
	'commands',
	'help',
	'version',
];

/** Returns a flag as the user types it: `newCode` is `--new-code`. */
const formatFlag = (flag: string): string =>
	flag.length === 1 ? `-${flag}` : `--${flag.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;

/** Throws for unknown flags and for switches with a value. */
export const checkFlags = (flags: RawFlags) => {
	for (const flag of switches) {
		if (flags[flag] !== undefined && typeof flags[flag] !== 'boolean') {
			throw new UsageError(`${formatFlag(flag)} takes no value.`);
		}
	}

	for (const flag of Object.keys(flags)) {
		if (!knownFlags.has(flag)) {
			throw new UsageError(`There is no option ${formatFlag(flag)}; see socket-chat help.`);
		}
	}
};

/** Throws if a flag of the other command is set. */
export const rejectFlags = (flags: RawFlags, names: readonly string[], command: string) => {
	for (const flag of names) {
		if (flags[flag] !== undefined && flags[flag] !== false) {
			throw new UsageError(`${formatFlag(flag)} is not an option of ${command}.`);
		}
	}
};

/** Returns a flag's trimmed value, or undefined if it is not set. */
export const readText = (flags: RawFlags, flag: string): string | undefined => {
	const value = flags[flag];
	if (value === undefined) {
		return undefined;
	}

	if (value === false) {
		throw new UsageError(`There is no option --no-${formatFlag(flag).slice('--'.length)}; see socket-chat help.`);
	}

	if (typeof value !== 'string' || value.trim() === '') {
		throw new UsageError(`${formatFlag(flag)} needs a value.`);
	}

	return value.trim();
};

/** Calls a parser of addresses or ports. Rethrows its AddressError as a UsageError. */
export const parseOrThrow = <Value>(parse: () => Value): Value => {
	try {
		return parse();
	} catch (error) {
		throw error instanceof AddressError ? new UsageError(error.message) : error;
	}
};

export const readName = (flags: RawFlags, loginName: string): string => {
	const given = readText(flags, 'name');
	const name = cleanName(given ?? loginName);
	if (name === '' && given !== undefined) {
		throw new UsageError('A name needs at least one letter or digit; spaces and _ . - may stand between.');
	}

	return name === '' ? 'guest' : name;
};

/**
Returns a sentence if the name that the user asked for, here or in the settings, is not the one that
the user has.
*/
export const describeAlteredName = (asked: string | undefined, name: string): string | undefined =>
	asked !== undefined && isAltered(asked, name) ? `You are ${name} here: ${nameRule}.` : undefined;

/**
Returns the name that --announce gives this computer on the network, or the setting does where it is
not given.
*/
export const readAnnouncedName = (flags: RawFlags, setting: string | undefined): string | undefined => {
	const given = readText(flags, 'announce');
	if (given !== undefined && flags.hidden === true) {
		throw new UsageError('--announce names an announced room, and --hidden announces none: use one of them.');
	}

	const name = cleanLabel(given ?? setting ?? '');
	if (name === '' && given !== undefined) {
		throw new UsageError("--announce needs at least one letter or digit; spaces and _ . - ' may stand between.");
	}

	return name === '' ? undefined : name;
};

/** Returns a sentence if others read another name than the one that the user asked to announce. */
export const describeAlteredLabel = (asked: string | undefined, name: string | undefined): string | undefined =>
	asked === undefined || name === undefined || !isAltered(asked, name)
		? undefined
		: `Others read ${name}: an announced name holds letters, digits, spaces and _ . - ', at most 24 columns of them.`;
