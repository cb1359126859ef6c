import {formatLogDetail} from '../chat/socket-log/format-log-detail.ts';
import type {ChatState} from '../chat/state.ts';
import type {SocketVerb} from '../net/socket-log.ts';
import {formatClockWithMilliseconds} from '../text/format-time.ts';
import {sanitizeLine} from '../text/sanitize.ts';

/** The number of rows that are printed. */
const maximumRows = 10;

const endVerbs: ReadonlySet<SocketVerb> = new Set(['bye', 'shutdown', 'end', 'reset', 'timeout', 'close']);

/**
Returns what the sockets did from the moment when the user left, as lines for the terminal, oldest
first; '' if they did nothing. Call it once they are closed. On the screen these rows come when it
is gone.
*/
export const formatEndRows = ({
	socketLog,
	lastKeyBeforeEnd: last = Infinity,
}: Pick<ChatState, 'socketLog' | 'lastKeyBeforeEnd'>): string => {
	const rows = socketLog.calls.filter(({key, verb}) => key > last && endVerbs.has(verb));
	const lines = rows.slice(0, maximumRows).map(call => {
		const number = call.connection === undefined ? '' : `#${call.connection} `;
		return `${formatClockWithMilliseconds(call.at)} ${number}${call.verb} ${formatLogDetail(call)}`;
	});
	const more = rows.length - lines.length;
	return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].map(line => `${sanitizeLine(line)}\n`).join('');
};
