import type {SocketRecord} from './types.ts';

/**
Returns the state of an open socket, as far as the calls of this program tell. They do not tell
whether our FIN is acknowledged: `FIN-WAIT` is 1 or 2. TLS says `close_notify` before the FIN, which
may not have come.
*/
export const describeState = ({listensSince, endedBy, hasShutDown, ending}: SocketRecord): string => {
	if (listensSince !== undefined) {
		return 'LISTEN';
	}

	if (endedBy === 'close_notify') {
		return hasShutDown ? 'closing' : 'ESTABLISHED, close_notify came';
	}

	if (!hasShutDown) {
		return endedBy === undefined ? 'ESTABLISHED' : 'CLOSE-WAIT';
	}

	if (endedBy === undefined) {
		return 'FIN-WAIT';
	}

	return ending === 'they' ? 'LAST-ACK' : 'TIME-WAIT';
};

/** Returns `:5000` of `127.0.0.1:5000` and of `[::1]:5000`. */
const takePort = (address: string): string => address.slice(address.lastIndexOf(':'));

/**
Returns both ends of a connection, the longest way first: in full, ours by its port, both by their
ports.
*/
export const listEndForms = ({local = '', remote = ''}: SocketRecord): readonly string[] => [
	`${remote} ⇄ ${local}`,
	`${remote} ⇄ ${takePort(local)}`,
	`${takePort(remote)} ⇄ ${takePort(local)}`,
];
