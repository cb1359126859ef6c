import {readFileSync} from 'node:fs';

/**
Returns the milliseconds for which other programs have kept the main thread of this one from the
processor since it started; 0 where the system does not tell.
*/
export const readProcessorWait = (pid: number): number => {
	try {
		return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
	} catch {
		return 0;
	}
};
