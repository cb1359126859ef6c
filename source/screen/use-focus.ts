import {useInsertionEffect, useState} from 'react';
import {useStdout} from 'ink';
import {focusReports} from './modes.ts';
import {useReports} from './use-reports.ts';

/** Whether the terminal has the focus. One that does not tell has it always. */
export const useFocus = (): boolean => {
	const {stdout} = useStdout();
	const [hasFocus, setHasFocus] = useState(true);
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
