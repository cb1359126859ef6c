/** The command line as checked options. */
import {checkFlags, UsageError, type RawFlags} from './flags.ts';
import {parseHostOptions, type HostOptions} from './host-options.ts';
import {parseJoinOptions, type JoinOptions} from './join-options.ts';

export {UsageError, type RawFlags} from './flags.ts';
export type {HostOptions} from './host-options.ts';
export type {JoinOptions} from './join-options.ts';

export type Options = HostOptions | JoinOptions;

/** The environment that options depend on besides the command line. */
export type OptionsEnvironment = {
	/** The user's name, where --name gives no other. */
	readonly loginName: string;
	/** Whether that is from the settings. */
	readonly isNameSet?: boolean;
	/** The setting for --announce. */
	readonly announce?: string | undefined;
	/** SOCKET_CHAT_CODE. A code is not an argument, because arguments show in `ps`. */
	readonly code?: string | undefined;
};

/** Parses the command and its flags. Throws a UsageError. */
export const parseOptions = (
	[command, ...words]: readonly string[],
	flags: RawFlags,
	environment: OptionsEnvironment,
): Options => {
	checkFlags(flags);
	if (command === 'host') {
		return parseHostOptions(words, flags, environment);
	}

	if (command === 'join') {
		return parseJoinOptions(words, flags, environment);
	}

	throw new UsageError(
		command === undefined
			? 'Usage: socket-chat host · socket-chat join [address]. See socket-chat help.'
			: `There is no command ${JSON.stringify(command)}. Use host, join or repair; see socket-chat help.`,
	);
};
