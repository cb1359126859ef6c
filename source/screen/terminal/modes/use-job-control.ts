import {useEffect} from 'react';
import {useApp} from 'ink';
import {useKeys} from '../use-keys.ts';
import {useTerminal} from './terminal-context.ts';

/** Stops the program on Ctrl+Z, and has Ink draw everything when it continues. */
export const useJobControl = () => {
	const {suspendTerminal} = useApp();
	const jobs = useTerminal()?.jobs;
	useEffect(() => jobs?.attach(async callback => suspendTerminal(callback)), [jobs, suspendTerminal]);
	useKeys(press => {
		if (press.type === 'suspend') {
			jobs?.suspend();
		}
	});
};
