import {formatEndpoint, type Endpoint} from '../../net/address.ts';
import type {Clock} from '../../net/clock.ts';
import type {OwnNames} from '../../net/dial/own-addresses.ts';
import {describeListenError} from '../../net/error-messages.ts';
import type {SocketLogEntry} from '../../net/socket-log.ts';
import {ListenError, type WantedEndpoint} from '../../net/host/listening/listening-socket.ts';

/** This computer does not have the address, or its family; or the room is closed already. */
const silentCodes = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ECANCELED']);

/** Events for the user. Line mode prints them all, except for notices. */
export type ListeningEvent =
	| {readonly type: 'notice'; readonly text: string}
	| {readonly type: 'error'; readonly code: string; readonly text: string}
	| ({readonly type: 'log'} & SocketLogEntry);

export type ListenSources = {
	/** Binds and listens. `note`: why, for the connection log. Rejects with a ListenError. */
	readonly listen: (wanted: WantedEndpoint, note?: string) => Promise<Endpoint>;
	/** Default: no name is looked up here. */
	readonly names?: OwnNames | undefined;
	readonly clock: Clock;
	readonly emit: (event: ListeningEvent) => void;
};

/** Listens on one more address. A failure is a line for the user: the room is open without it. */
export const listenOnMore = async (
	endpoint: Endpoint,
	{listen, emit}: ListenSources,
	{name, note}: {readonly name: string; readonly note: string},
) => {
	try {
		await listen(endpoint, note);
	} catch (error) {
		if (!(error instanceof ListenError) || silentCodes.has(error.code)) {
			return;
		}

		const at = formatEndpoint(endpoint.host, endpoint.port);
		const text =
			error.code === 'EADDRINUSE'
				? `Another program has ${at}: programs that connect to ${name} may reach that one.`
				: `Programs that connect to ${name} may not get in. ${describeListenError(error.code, endpoint)}`;
		emit({type: 'error', code: 'listen', text});
		emit({type: 'notice', text});
	}
};
