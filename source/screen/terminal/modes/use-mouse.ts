import {useEffect} from 'react';
import type {MouseReport} from '../input/tokens.ts';
import {useReports} from '../use-reports.ts';
import {useTerminal} from './terminal-context.ts';

/** Turns the terminal's mouse reports on while `isOn`, and calls back with each. */
export const useMouse = (isOn: boolean, onMouse: (report: MouseReport) => void) => {
	const modes = useTerminal()?.modes;
	useEffect(() => {
		if (!isOn) {
			return;
		}

		modes?.setMouse(true);
		return () => {
			modes?.setMouse(false);
		};
	}, [isOn, modes]);
	useReports(report => {
		if (isOn && (report.type === 'wheel' || report.type === 'press')) {
			onMouse(report);
		}
	});
};
