/** Formats times and durations for people. */

const padTwo = (value: number): string => String(value).padStart(2, '0');

/** Formats a time as `10:02`, in the local time zone; `--:--` if it is invalid. */
export const formatClock = (at: number): string => {
	const date = new Date(at);
	return Number.isNaN(date.getTime()) ? '--:--' : `${padTwo(date.getHours())}:${padTwo(date.getMinutes())}`;
};

/** Formats a time as `2026-11-23 10:02`, in the local time zone; `--:--` if it is invalid. */
export const formatDateAndClock = (at: number): string => {
	const date = new Date(at);
	return Number.isNaN(date.getTime())
		? formatClock(at)
		: `${date.getFullYear()}-${padTwo(date.getMonth() + 1)}-${padTwo(date.getDate())} ${formatClock(at)}`;
};

/** Formats a time as `10:02`, with the date if it is of another day than now. */
export const formatMoment = (at: number, now: number): string =>
	new Date(at).toDateString() === new Date(now).toDateString() ? formatClock(at) : formatDateAndClock(at);

/** Formats a time as `10:02:07`, in the local time zone; `--:--:--` if it is invalid. */
export const formatClockWithSeconds = (at: number): string => {
	const date = new Date(at);
	return Number.isNaN(date.getTime()) ? '--:--:--' : `${formatClock(at)}:${padTwo(date.getSeconds())}`;
};

/** Formats a time as `10:02:07.042`, in the local time zone. */
export const formatClockWithMilliseconds = (at: number): string => {
	const date = new Date(at);
	const milliseconds = Number.isNaN(date.getTime()) ? '---' : String(date.getMilliseconds()).padStart(3, '0');
	return `${formatClockWithSeconds(at)}.${milliseconds}`;
};

/** Formats a duration as `12 s`, `3 min`, `2 h` or `4 d`: whole units, rounded down. */
export const formatSpan = (milliseconds: number): string => {
	const seconds = Math.max(0, Math.floor(milliseconds / 1000));
	if (seconds < 60) {
		return `${seconds} s`;
	}

	if (seconds < 3600) {
		return `${Math.floor(seconds / 60)} min`;
	}

	return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
};

/** Returns the whole seconds from `now` to `moment`, rounded up; 0 if `moment` has passed. */
export const secondsUntil = (moment: number, now: number): number => Math.max(0, Math.ceil((moment - now) / 1000));

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
];

/** Formats a date as `Monday 23 November 2026`, in the local time zone; empty if it is invalid. */
export const formatDay = (at: number): string => {
	const date = new Date(at);
	return Number.isNaN(date.getTime())
		? ''
		: `${days[date.getDay()]} ${date.getDate()} ${months[date.getMonth()]} ${date.getFullYear()}`;
};

/** Formats a date as `Mon 23 Nov`, in the local time zone; empty if it is invalid. */
export const formatShortDay = (at: number): string => {
	const date = new Date(at);
	return Number.isNaN(date.getTime())
		? ''
		: `${days[date.getDay()]?.slice(0, 3)} ${date.getDate()} ${months[date.getMonth()]?.slice(0, 3)}`;
};
