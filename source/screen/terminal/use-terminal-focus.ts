import {useInsertionEffect, useState} from 'react';
import {useStdout} from 'ink';
import {focusReports} from './modes.ts';
import {useReports} from './use-reports.ts';

/** Whether the terminal has the focus; nothing until it tells, which some never do. */
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
