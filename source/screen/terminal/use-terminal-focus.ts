import {useInsertionEffect, useState} from 'react';
import {useStdout} from 'ink';
import {focusReports} from './modes.ts';
import {useReports} from './use-reports.ts';

/**
Returns whether the terminal's window has the focus; undefined until the terminal reports it, which
some never do.
*/
export const useTerminalFocus = (): boolean | undefined => {
	const {stdout} = useStdout();
	const [hasFocus, setHasFocus] = useState<boolean>();
	useReports(report => {
		if (report.type === 'focus') {
			setHasFocus(report.hasFocus);
		}
	});
	useInsertionEffect(() => {
		stdout.write(focusReports.on);
		return () => {
			stdout.write(focusReports.off);
		};
	}, [stdout]);
	return hasFocus;
};
