import {useEffectEvent, useLayoutEffect} from 'react';
import {useStdin} from 'ink';
import {TerminalStdin} from './terminal-stdin.ts';
import type {TerminalReport} from './input/tokens.ts';

/**
Calls back with each report of the terminal. Does nothing if Ink reads another stream than a
TerminalStdin.
*/
export const useReports = (onReport: (report: TerminalReport) => void) => {
	const {stdin} = useStdin();
	const handleReport = useEffectEvent(onReport);
	// A layout effect runs before the effect in which Ink begins to read, so no report is missed.
	useLayoutEffect(() => {
		if (!(stdin instanceof TerminalStdin)) {
			return;
		}

		return stdin.onReport(report => {
			handleReport(report);
		});
	}, [stdin]);
};
