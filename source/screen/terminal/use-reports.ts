import {useEffectEvent, useLayoutEffect} from 'react';
import {useStdin} from 'ink';
import type {Report} from './terminal-input.ts';
import {watchReports} from './watched-input.ts';

/** Calls back with each report of the terminal's, and keeps it out of what is typed. */
export const useReports = (onReport: (report: Report) => void) => {
	const {stdin} = useStdin();
	const hear = useEffectEvent(onReport);
	// Before Ink's own effect, which begins to read.
	useLayoutEffect(
		() =>
			watchReports(stdin, report => {
				hear(report);
			}),
		[stdin],
	);
};
