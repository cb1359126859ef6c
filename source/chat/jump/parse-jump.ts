import {formatClock, formatDay} from '../../text/format-time.ts';

/** Where a user wants to go in the conversation. */
export type JumpTarget =
	/** The message with this number, counted from the room's first one. */
	| {readonly kind: 'number'; readonly seq: number}
	/** The first message from one time up to another, in milliseconds since the epoch. */
	| {readonly kind: 'time'; readonly from: number; readonly to: number; readonly words: string};

const form =
	/^(?:(?<date>(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})|today|yesterday)(?:[ t]+|$))?(?:(?<hour>\d{1,2}):(?<minute>\d{2}))?$/i;

/** Returns the start of a day; undefined if there is no such day. */
const startOfDay = (groups: Readonly<Record<string, string | undefined>>, now: number): Date | undefined => {
	const {date, year, month, day} = groups;
	if (year === undefined) {
		const start = new Date(now);
		start.setHours(0, 0, 0, 0);
		start.setDate(start.getDate() - (date?.toLowerCase() === 'yesterday' ? 1 : 0));
		return start;
	}

	const start = new Date(Number(year), Number(month) - 1, Number(day));
	return start.getMonth() === Number(month) - 1 && start.getDate() === Number(day) ? start : undefined;
};

const nextDay = (start: Date): number => new Date(start.getFullYear(), start.getMonth(), start.getDate() + 1).getTime();

/**
Reads `2026-11-25`, `today` or `yesterday`, each with a time such as `14:30` or not, a time alone,
which is the last one that has passed, or a message's number. In the local time zone.
*/
export const parseJump = (argument: string, now: number): JumpTarget | undefined => {
	const wanted = argument.trim();
	const number = /^#?(?<digits>\d{1,12})$/.exec(wanted)?.groups?.digits;
	if (number !== undefined) {
		return Number(number) > 0 ? {kind: 'number', seq: Number(number)} : undefined;
	}

	const groups = wanted === '' ? undefined : form.exec(wanted)?.groups;
	const start = groups && startOfDay(groups, now);
	if (!groups || !start) {
		return undefined;
	}

	const {hour, minute, date} = groups;
	if (hour === undefined || minute === undefined) {
		return {kind: 'time', from: start.getTime(), to: nextDay(start), words: formatDay(start.getTime())};
	}

	if (Number(hour) > 23 || Number(minute) > 59) {
		return undefined;
	}

	const moment = new Date(start);
	moment.setHours(Number(hour), Number(minute));
	if (date === undefined && moment.getTime() > now) {
		moment.setDate(moment.getDate() - 1);
	}

	const from = moment.getTime();
	return {kind: 'time', from, to: nextDay(moment), words: `${formatDay(from)} from ${formatClock(from)} on`};
};
