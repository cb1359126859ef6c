import {useInsertionEffect} from 'react';
import {useStdout} from 'ink';
import {mouseReports} from './modes.ts';
import type {MouseReport} from './terminal-input.ts';
import {useReports} from './use-reports.ts';

/** Has the terminal tell of the mouse while it is on, and calls back with what it tells. */
export const useMouse = (isOn: boolean, onMouse: (report: MouseReport) => void) => {
	const {stdout} = useStdout();
	useInsertionEffect(() => {
		if (!isOn) {
			return;
		}

		stdout.write(mouseReports.on);
		return () => {
			stdout.write(mouseReports.off);
		};
	}, [isOn, stdout]);
	useReports(report => {
		if (isOn && report.type !== 'focus') {
			onMouse(report);
		}
	});
};
