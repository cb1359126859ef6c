import {formatEndpoint, type Endpoint} from '../../net/address.ts';
import type {Clock} from '../../net/clock.ts';
import type {OwnNames} from '../../net/dial/own-addresses.ts';
import {describeListenError} from '../../net/error-messages.ts';
import {ListenError, type WantedEndpoint} from '../../net/host/listening/listening-socket.ts';

/** This computer does not have the address, or its family; or the room is closed already. */
const silentCodes = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ECANCELED']);

export type ListenSources = {
	/** Binds and listens. `note`: why, for the connection log. Rejects with a ListenError. */
	readonly listen: (wanted: WantedEndpoint, note?: string) => Promise<Endpoint>;
	/** Default: no name is looked up here. */
	readonly names?: OwnNames | undefined;
	readonly clock: Clock;
	/** Shows a line to the user. */
	readonly notify: (text: string) => void;
};

/** Listens on one more address. A failure is a line for the user: the room is open without it. */
export const listenOnMore = async (
	endpoint: Endpoint,
	{listen, notify}: ListenSources,
	{name, note}: {readonly name: string; readonly note: string},
) => {
	try {
		await listen(endpoint, note);
	} catch (error) {
		if (!(error instanceof ListenError) || silentCodes.has(error.code)) {
			return;
		}

		const at = formatEndpoint(endpoint.host, endpoint.port);
		notify(
			error.code === 'EADDRINUSE'
				? `Another program has ${at}: programs that connect to ${name} may reach that one.`
				: `Programs that connect to ${name} may not get in. ${describeListenError(error.code, endpoint)}`,
		);
	}
};
