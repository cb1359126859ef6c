/** Where a client connects and with which code, as far as that is known without asking the user. */
import {networkInterfaces} from 'node:os';
import type {HostOptions, JoinOptions} from '../config/options.ts';
import type {FoundRoom} from '../discovery/found-rooms.ts';
import {defaultPort, formatEndpoint, type Endpoint} from '../net/address.ts';
import {listAliases} from '../net/reachable-addresses.ts';
import {listOpenRooms, type OpenRoom} from '../storage/open-rooms.ts';
import {findKnownCode, findOwnCode} from './known-rooms.ts';

export type JoinTarget = {
	readonly endpoint: Endpoint;
	/** The endpoint as text, `address:port`. */
	readonly address: string;
	/** Whether the user has named no address, so that each of this computer may be meant. */
	readonly isAnyOwn?: boolean;
	/** Undefined: the user must be asked for it if a room is there, or the target is plain. */
	readonly code: string | undefined;
	/** The codes to try if the room refuses `code`, in order. */
	readonly otherCodes?: readonly string[] | undefined;
};

/** Everything that a chat needs to start. */
export type ChatOptions = HostOptions | (Omit<JoinOptions, 'endpoint'> & JoinTarget);

const createTarget = (endpoint: Endpoint, code: string | undefined): JoinTarget => ({
	endpoint,
	address: formatEndpoint(endpoint.host, endpoint.port),
	code,
});

const createPlainTarget = ({endpoint}: Pick<JoinOptions, 'endpoint'>): JoinTarget =>
	endpoint
		? createTarget(endpoint, undefined)
		: {...createTarget({host: '127.0.0.1', port: defaultPort}, undefined), isAnyOwn: true};

/** Returns the target of a room that this user hosts. */
export const toTarget = ({endpoint, code}: OpenRoom): JoinTarget => createTarget(endpoint, code);

/**
Returns the target at an address. Its codes are that of the environment, that of this user's own
room there, and the one that the room last accepted, in this order. `home`: the state folder.
`announced`: how the room was found on the network.
*/
export const resolveTarget = async (
	endpoint: Endpoint,
	{code, plain}: Pick<JoinOptions, 'code' | 'plain'>,
	home: string,
	announced?: Pick<FoundRoom, 'tag' | 'proof'>,
): Promise<JoinTarget> => {
	if (plain) {
		return createPlainTarget({endpoint});
	}

	const aliases = listAliases(endpoint, networkInterfaces());
	const ownCode = findOwnCode(await listOpenRooms(home), aliases);
	const knownCode = await findKnownCode(home, endpoint, aliases, announced);
	const known = [code, ownCode, knownCode].filter(each => each !== undefined);
	const [first, ...otherCodes] = new Set(known);
	return {...createTarget(endpoint, first), ...(otherCodes.length > 0 && {otherCodes})};
};

/**
Returns the target if the options or this user's only open room determine it; else this user's open
rooms.
*/
export const findTarget = async (
	options: JoinOptions,
	home: string,
): Promise<{readonly target?: JoinTarget; readonly choices: readonly OpenRoom[]}> => {
	if (options.plain) {
		return {target: createPlainTarget(options), choices: []};
	}

	if (options.endpoint) {
		return {target: await resolveTarget(options.endpoint, options, home), choices: []};
	}

	const choices = await listOpenRooms(home);
	const [only, ...others] = choices;
	return only && others.length === 0 ? {target: toTarget(only), choices} : {choices};
};
