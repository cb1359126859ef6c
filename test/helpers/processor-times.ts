import {readFileSync} from 'node:fs';

/** What the main thread of a process has had of the processor since it started, in milliseconds. */
export type ProcessorTimes = {
	readonly ran: number;
	/** Ready to run, while other programs ran. */
	readonly waited: number;
};

/** Reads the times of a process; 0 where the system does not tell. */
export const readProcessorTimes = (pid: number): ProcessorTimes => {
	try {
		const [ran = 0, waited = 0] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ').map(Number);
		return {ran: ran / 1e6, waited: waited / 1e6};
	} catch {
		return {ran: 0, waited: 0};
	}
};
