/** Where a join goes, and with which code: as far as it is known without asking anybody. */
import type {HostOptions, JoinOptions} from '../config/options.ts';
import {defaultPort, formatEndpoint, isLoopback, type Endpoint} from '../net/address.ts';
import {readSavedCode} from '../storage/saved-codes.ts';
import {listOpenRooms, type OpenRoom} from '../storage/open-rooms.ts';

export type JoinTarget = {
	readonly endpoint: Endpoint;
	/** The same for people, `address:port`. */
	readonly address: string;
	/** Undefined: it has to be asked for. */
	readonly code: string | undefined;
};

/** What is known of a chat before it begins: of a join, where it goes and with which code. */
export type ChatOptions = HostOptions | (Omit<JoinOptions, 'endpoint'> & JoinTarget);

/** A plain session has no code. */
const plainTarget = ({
	endpoint = {host: '127.0.0.1', port: defaultPort},
}: Pick<JoinOptions, 'endpoint'>): JoinTarget => ({
	endpoint,
	address: formatEndpoint(endpoint.host, endpoint.port),
	code: undefined,
});

/** A room of this user's own. */
export const toTarget = ({endpoint, code}: OpenRoom): JoinTarget => ({
	endpoint,
	address: formatEndpoint(endpoint.host, endpoint.port),
	code,
});

/** The code of the room at an address: as the environment says it, as this user's own host has it, or as it was the last time. */
export const resolveTarget = (
	endpoint: Endpoint,
	{code, plain}: Pick<JoinOptions, 'code' | 'plain'>,
	home: string,
): JoinTarget => {
	if (plain) {
		return plainTarget({endpoint});
	}

	const address = formatEndpoint(endpoint.host, endpoint.port);
	const own = (): OpenRoom | undefined =>
		isLoopback(endpoint.host) ? listOpenRooms(home).find(room => room.endpoint.port === endpoint.port) : undefined;
	return {endpoint, address, code: code ?? own()?.code ?? readSavedCode(home, address)};
};

/** One target where that is clear; otherwise this user's own rooms to choose from, if any are open. */
export const findTarget = (
	options: JoinOptions,
	home: string,
): {readonly target?: JoinTarget; readonly choices: readonly OpenRoom[]} => {
	if (options.plain) {
		return {target: plainTarget(options), choices: []};
	}

	if (options.endpoint) {
		return {target: resolveTarget(options.endpoint, options, home), choices: []};
	}

	const choices = listOpenRooms(home);
	const [only, ...others] = choices;
	return only && others.length === 0 ? {target: toTarget(only), choices} : {choices};
};
