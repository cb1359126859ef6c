import process from 'node:process';

/**
Returns the CPU time that a function took, in milliseconds, independent of other load on the
machine.
*/
export const cpuTime = (act: () => void): number => {
	const before = process.cpuUsage();
	act();
	const {user, system} = process.cpuUsage(before);
	return (user + system) / 1000;
};
