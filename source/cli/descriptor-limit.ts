/**
Limits a host's connections by the number of files and sockets that the process may have open.
Without a free descriptor, new connections wait without an error, and the room's log cannot be
written.
*/
import {readFileSync} from 'node:fs';

/** Kept free for the room's files, the standard streams, Node itself and pending connections. */
const reservedDescriptors = 128;
const minimumConnections = 8;

/**
Returns how many connections a host may hold: at most `maximum`. `limits`: the text of
/proc/self/limits. Its soft limit counts, which Node raises to the hard one at its start.
*/
export const computeConnectionLimit = (maximum: number, limits: string | undefined): number => {
	const soft = /^Max open files\s+(?<soft>\d+)/m.exec(limits ?? '')?.groups?.soft;
	return soft === undefined
		? maximum
		: Math.max(minimumConnections, Math.min(maximum, Number(soft) - reservedDescriptors));
};

/**
Returns the process's limits on Linux; undefined elsewhere, where they are higher than any room
needs.
*/
export const readLimits = (): string | undefined => {
	try {
		return readFileSync('/proc/self/limits', 'utf8');
	} catch {
		return undefined;
	}
};
