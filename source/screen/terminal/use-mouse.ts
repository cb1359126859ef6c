import {useInsertionEffect} from 'react';
import {useStdout} from 'ink';
import {mouseReports} from './modes.ts';
import type {MouseReport} from './tokenizer.ts';
import {useReports} from './use-reports.ts';

/** Turns the terminal's mouse reports on while `isOn`, and calls back with each. */
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
		if (isOn && (report.type === 'wheel' || report.type === 'press')) {
			onMouse(report);
		}
	});
};
