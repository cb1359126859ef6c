/** How many files and sockets this process may have open. Running out of them is silent: connections wait, and the log cannot grow. */
import {readFileSync} from 'node:fs';

/** For the room's files, the standard streams, Node's own, and those that have not said who they are. */
const others = 128;
const fewest = 8;

/** How many connections a host may hold, at most `wanted`. Node raises the soft limit to the hard one as it starts. */
export const computeConnectionLimit = (wanted: number, limits: string | undefined): number => {
	const soft = /^Max open files\s+(?<soft>\d+)/m.exec(limits ?? '')?.groups?.soft;
	return soft === undefined ? wanted : Math.max(fewest, Math.min(wanted, Number(soft) - others));
};

/** The limits as Linux tells them; undefined elsewhere, where they are higher than any room. */
export const readLimits = (): string | undefined => {
	try {
		return readFileSync('/proc/self/limits', 'utf8');
	} catch {
		return undefined;
	}
};
