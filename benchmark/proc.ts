/** Reads a process's figures from the kernel (proc(5)). */
import {readdirSync, readFileSync} from 'node:fs';

/** Returns the resident memory in bytes (VmRSS), shared pages included. */
export const readResidentBytes = (pid: number): number => {
	const kilobytes = /^VmRSS:\s+(?<size>\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.groups?.size;
	return Number(kilobytes) * 1024;
};

/**
Returns the CPU time of all threads of a process, in milliseconds: finer than the hundredths of a
second of /proc/PID/stat.
*/
export const readProcessorTime = (pid: number): number => {
	let nanoseconds = 0;
	for (const task of readdirSync(`/proc/${pid}/task`)) {
		nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
	}

	return nanoseconds / 1e6;
};
