import {useSyncExternalStore} from 'react';
import {formatDay} from '../../text/format-time.ts';

/** Timers stand still while a computer sleeps, and its clock may be set. */
const longestDelay = 3_600_000;

/** Returns the time until the next midnight of the local time zone, in milliseconds. */
const computeDelay = (now: number): number => {
	const date = new Date(now);
	return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime() - now;
};

/** Calls `onChange` when a day begins, and now and then. Returns what ends that. */
const subscribe = (onChange: () => void): (() => void) => {
	let timeout: NodeJS.Timeout;
	const schedule = () => {
		timeout = setTimeout(
			() => {
				schedule();
				onChange();
			},
			Math.max(1, Math.min(longestDelay, computeDelay(Date.now()))),
		);
	};

	schedule();
	return () => {
		clearTimeout(timeout);
	};
};

const getToday = (): string => formatDay(Date.now());

/** Returns the date of now, as `formatDay` does. Renders again only when it changes. */
export const useToday = (): string => useSyncExternalStore(subscribe, getToday);
