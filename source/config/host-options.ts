import {defaultPort, parsePort} from '../net/address.ts';
import {parseListenAddress} from '../net/parse-address.ts';
import type {LineEnd} from '../wire/plain-text.ts';
import {joinFlags, parseOrThrow, readAnnouncedName, readText, rejectFlags, UsageError, type RawFlags} from './flags.ts';
import {readSharedOptions, type SharedOptions} from './shared-options.ts';

export type HostOptions = SharedOptions & {
	readonly command: 'host';
	/** Whether the name is from --name or from the settings. */
	readonly isNameChosen: boolean;
	/** The port to listen on; 0 picks a free one. */
	readonly port: number;
	/** The address to bind; undefined for all interfaces. */
	readonly listen: string | undefined;
	/** Whether to listen, too, on the loopback addresses that this computer's own name has. */
	readonly listenOnOwnName: boolean;
	/** The room to open. Its history and code are stored under this name. */
	readonly room: string;
	/** Change the room's code before opening it. */
	readonly newCode: boolean;
	/** Keep nothing on disk. */
	readonly ephemeral: boolean;
	/** Do not advertise the room on the local network. */
	readonly hidden: boolean;
	/** What the announcement calls this computer; undefined for the tag alone. */
	readonly announce: string | undefined;
	/** End when the last peer has left. */
	readonly once: boolean;
	/** End when a peer sends exactly this text. */
	readonly stopOn: string | undefined;
	/** How lines to a plain peer end; undefined: as the peer's own lines do. */
	readonly lineEnd: LineEnd | undefined;
};

/** Reads --port and --listen, whose address may have a port as well. */
const readEndpoint = (flags: RawFlags): {readonly listen: string | undefined; readonly port: number} => {
	const given = readText(flags, 'port');
	const port = given === undefined ? undefined : parseOrThrow(() => parsePort(given, 0));
	const address = readText(flags, 'listen');
	const listen = address === undefined ? undefined : parseOrThrow(() => parseListenAddress(address));
	if (port !== undefined && listen?.port !== undefined && port !== listen.port) {
		throw new UsageError(`--listen and --port name two ports, ${listen.port} and ${port}.`);
	}

	return {listen: listen?.host, port: port ?? listen?.port ?? defaultPort};
};

/** `words`: what follows the command. Throws a UsageError. */
export const parseHostOptions = (
	[address]: readonly string[],
	flags: RawFlags,
	{
		loginName,
		isNameSet = false,
		announce,
	}: {readonly loginName: string; readonly isNameSet?: boolean; readonly announce?: string | undefined},
): HostOptions => {
	if (address !== undefined) {
		throw new UsageError(`host takes no address; you gave ${JSON.stringify(address)}. To bind one, use --listen.`);
	}

	rejectFlags(flags, joinFlags, 'host');
	const shared = readSharedOptions(flags, loginName);
	const {listen, port} = readEndpoint(flags);
	return {
		command: 'host',
		...shared,
		isNameChosen: isNameSet || readText(flags, 'name') !== undefined,
		port,
		room: readText(flags, 'room') ?? 'main',
		newCode: flags.newCode === true,
		ephemeral: flags.ephemeral === true,
		hidden: flags.hidden === true,
		announce: readAnnouncedName(flags, announce),
		listen: listen ?? (shared.plain ? '127.0.0.1' : undefined),
		listenOnOwnName: listen === undefined && shared.plain,
		once: flags.once === true,
		stopOn: readText(flags, 'stopOn'),
		lineEnd: undefined,
	};
};
