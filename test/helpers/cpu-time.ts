import process from 'node:process';

/** The processor's time that something took, in milliseconds: what else the machine does does not count. */
export const cpuTime = (act: () => void): number => {
	const before = process.cpuUsage();
	act();
	const {user, system} = process.cpuUsage(before);
	return (user + system) / 1000;
};
