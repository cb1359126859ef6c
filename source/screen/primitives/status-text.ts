import type {ChatState} from '../../chat/state.ts';
import {secondsUntil, formatSpan} from '../../text/format-time.ts';

/** The connection's status as a mark and a few words, so that it never depends on colour. */

export const countPresent = ({members}: Pick<ChatState, 'members'>): number =>
	Math.max(1, members.filter(({status}) => status === 'here').length);

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

export const formatStatus = (state: Pick<ChatState, 'status' | 'members'>, now: number): string => {
	const {status} = state;
	switch (status.status) {
		case 'starting': {
			return '◌ starting…';
		}

		case 'listening': {
			return `● ${countPresent(state)} here`;
		}

		case 'connecting': {
			return status.attempt > 1 ? `◌ connecting… (attempt ${status.attempt})` : '◌ connecting…';
		}

		case 'open': {
			if (status.silentSince !== undefined) {
				return `◐ no answer for ${formatSpan(now - status.silentSince)}`;
			}

			return status.rtt === undefined ? '● connected' : `● connected ${Math.round(status.rtt)} ms`;
		}

		case 'waiting': {
			const seconds = secondsUntil(status.retryAt, now);
			return seconds === 0 ? '○ trying again…' : `○ trying again in ${seconds} s`;
		}

		case 'closed': {
			return '✕ closed';
		}
	}
};

/** Returns the placeholder of the empty composer. */
export const choosePlaceholder = ({status}: Pick<ChatState, 'status'>): string => {
	switch (status.status) {
		case 'open':
		case 'listening': {
			return 'type a message';
		}

		case 'closed': {
			return '';
		}

		default: {
			return 'type now, sent once connected';
		}
	}
};
