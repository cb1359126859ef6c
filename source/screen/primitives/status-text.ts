import {isEndedByHost, type ChatState} from '../../chat/state.ts';
import {secondsUntil, formatSpan} from '../../text/format-time.ts';

/** The connection's status as a mark and a few words, so that it never depends on colour. */

export const countPresent = ({members}: Pick<ChatState, 'members'>): number =>
	Math.max(1, members.filter(({status}) => status === 'here').length);

/** Returns a round trip in words. `0 ms` would be none. */
export const formatRoundTrip = (rtt: number): string => (rtt < 1 ? '<1 ms' : `${Math.round(rtt)} ms`);

/**
Returns the time that the status counts from or down to, in milliseconds since the epoch;
undefined if it does not count.
*/
export const findStatusReference = ({status}: Pick<ChatState, 'status'>): number | undefined => {
	if (status.status === 'open') {
		return status.silentSince;
	}

	return status.status === 'waiting' ? status.retryAt : undefined;
};

export const formatStatus = ({status}: Pick<ChatState, 'status'>, now: number): string => {
	switch (status.status) {
		case 'starting': {
			return '◌ starting…';
		}

		case 'listening': {
			return '● listening';
		}

		case 'connecting': {
			return status.attempt > 1 ? `◌ connecting… (attempt ${status.attempt})` : '◌ connecting…';
		}

		case 'open': {
			if (status.silentSince !== undefined) {
				return `◐ no answer for ${formatSpan(now - status.silentSince)}`;
			}

			return status.rtt === undefined ? '● connected' : `● connected ${formatRoundTrip(status.rtt)}`;
		}

		case 'waiting': {
			const seconds = secondsUntil(status.retryAt, now);
			return seconds === 0 ? '○ trying again…' : `○ trying again in ${seconds} s`;
		}

		case 'closed': {
			return status.isRemoved ? '✕ removed' : '✕ closed';
		}
	}
};

/** Returns the status in at most 16 columns, for narrow windows. */
export const formatShortStatus = (state: Pick<ChatState, 'status'>, now: number): string => {
	const {status} = state;
	switch (status.status) {
		case 'connecting': {
			return '◌ connecting…';
		}

		case 'open': {
			if (status.silentSince !== undefined) {
				return `◐ silent ${formatSpan(now - status.silentSince)}`;
			}

			return status.rtt === undefined ? '● connected' : `● ${formatRoundTrip(status.rtt)}`;
		}

		case 'waiting': {
			return formatStatus(state, now).replace('trying again', 'retry');
		}

		default: {
			return formatStatus(state, now);
		}
	}
};

/** Returns what happens to messages that are not delivered, or '' if there are none. */
export const describeUndelivered = ({pending, role, plain}: Pick<ChatState, 'pending' | 'role' | 'plain'>): string => {
	const count = pending.length;
	if (count === 0 || role === 'host') {
		return '';
	}

	const [are, theyWait] = count === 1 ? ['1 message is', 'it waits'] : [`${count} messages are`, 'they wait'];
	return plain
		? `${are} not sent yet, and would be lost.`
		: `${are} not delivered yet: ${theyWait} here for the next join.`;
};

/** Returns why the chat has ended and, if it can still be read, what the user can do. */
export const describeEnd = (
	state: Pick<ChatState, 'status' | 'hasBeenOpen' | 'pending' | 'role' | 'plain'>,
): string | undefined => {
	const {status} = state;
	if (status.status !== 'closed' || !isEndedByHost(state)) {
		return status.status === 'closed' ? status.reason : undefined;
	}

	const retry = status.needsCode ? 'Enter asks for the code again, ' : '';
	return `${status.reason} Scrolling, /find, /copy and /save still work, ${retry}Ctrl+C leaves. ${describeUndelivered(state)}`.trimEnd();
};

/** Returns the placeholder of the empty composer. */
export const choosePlaceholder = ({status}: Pick<ChatState, 'status'>): string => {
	switch (status.status) {
		case 'open':
		case 'listening': {
			return 'type a message';
		}

		case 'closed': {
			return 'nothing can be sent any more';
		}

		default: {
			return 'type now, sent once connected';
		}
	}
};
