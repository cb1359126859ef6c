import {hasRttChanged, type Member} from '../room/member.ts';
import type {ChatState} from '../chat/state.ts';

type Timed = Member | ChatState['status'];

const getRtt = (value: Timed): number | undefined => ('rtt' in value ? value.rtt : undefined);

/** Returns whether no field but `rtt` differs, and `rtt` only a little. */
const differOnlyInRtt = (before: Timed, after: Timed): boolean => {
	const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
	keys.delete('rtt');
	return (
		[...keys].every(key => Reflect.get(before, key) === Reflect.get(after, key)) &&
		!hasRttChanged(getRtt(before), getRtt(after))
	);
};

const membersDifferOnlyInRtt = (before: readonly Member[], after: readonly Member[]): boolean =>
	before === after ||
	(before.length === after.length &&
		before.every((member, index) => {
			const now = after[index];
			return now !== undefined && differOnlyInRtt(member, now);
		}));

/** Returns whether only heartbeats have changed the state: round trips, and chatter in the log. */
export const isHeartbeatOnly = (before: ChatState, after: ChatState): boolean => {
	const {socketLog: log, status, members, ...rest} = after;
	return (
		Object.entries(rest).every(([key, value]) => Reflect.get(before, key) === value) &&
		differOnlyInRtt(before.status, status) &&
		membersDifferOnlyInRtt(before.members, members) &&
		before.socketLog.lastCall === log.lastCall
	);
};
