import type {SocketRecord} from './types.ts';

/**
Returns the state of an open socket, as far as the calls of this program tell. Whether our FIN is
acknowledged is not among it: `FIN-WAIT` is 1 or 2.
*/
export const describeState = ({listensSince, hasEnded, hasShutDown, ending}: SocketRecord): string => {
	if (listensSince !== undefined) {
		return 'LISTEN';
	}

	if (!hasShutDown) {
		return hasEnded ? 'CLOSE-WAIT' : 'ESTABLISHED';
	}

	if (!hasEnded) {
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
