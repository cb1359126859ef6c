import {useCallback, useSyncExternalStore} from 'react';

/**
Returns the time until a count of whole periods from `reference`, or down to it, changes next. In
milliseconds, at least 1.
*/
export const computeNextChangeDelay = (now: number, reference: number, period: number): number => {
	const elapsed = (((now - reference) % period) + period) % period;
	return Math.max(1, Math.ceil(period - elapsed));
};

type Counter = {
	readonly reference: number;
	readonly period: number;
	readonly onChange: () => void;
	due: number;
};

const counters = new Set<Counter>();
let timeout: NodeJS.Timeout | undefined;

const schedule = () => {
	clearTimeout(timeout);
	if (counters.size === 0) {
		return;
	}

	const start = Date.now();
	// At most one period, in case the clock is set back; at least 1 ms, in case a counter is
	// overdue.
	const delay = Math.max(1, Math.min(...[...counters].map(({due, period}) => Math.min(period, due - start))));
	timeout = setTimeout(() => {
		const now = Date.now();
		for (const counter of counters) {
			if (counter.due <= now || counter.due > now + counter.period) {
				counter.due = now + computeNextChangeDelay(now, counter.reference, counter.period);
				counter.onChange();
			}
		}

		schedule();
	}, delay);
};

const startCounter = (reference: number, period: number, onChange: () => void): (() => void) => {
	const now = Date.now();
	const counter = {reference, period, onChange, due: now + computeNextChangeDelay(now, reference, period)};
	counters.add(counter);
	schedule();
	return () => {
		counters.delete(counter);
		schedule();
	};
};

/**
Returns the current time in milliseconds since the epoch, rounded down to a whole number of periods
from `reference`. Re-renders exactly when that changes; counters that change at the same moment
share one render. Without a reference there is no timer, and the time is 0.
*/
export const useNow = (reference: number | undefined, period = 1000): number => {
	const subscribe = useCallback(
		(onChange: () => void) => (reference === undefined ? () => undefined : startCounter(reference, period, onChange)),
		[reference, period],
	);
	const periods = useSyncExternalStore(subscribe, () =>
		reference === undefined ? 0 : Math.floor((Date.now() - reference) / period),
	);
	return reference === undefined ? 0 : reference + periods * period;
};
