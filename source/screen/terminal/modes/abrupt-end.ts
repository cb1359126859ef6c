import type {EventEmitter} from 'node:events';

/** The signals that end a process by default without being a request to end, and can be caught. */
const signals = [
	'SIGQUIT',
	'SIGABRT',
	'SIGALRM',
	'SIGVTALRM',
	'SIGXCPU',
	'SIGXFSZ',
	'SIGUSR2',
	'SIGPWR',
	'SIGIO',
	'SIGSTKFLT',
	'SIGTRAP',
	'SIGSYS',
] as const;

type EndingProcess = Pick<EventEmitter, 'on' | 'listenerCount' | 'removeAllListeners'> & {
	readonly pid: number;
	kill: (pid: number, signal: NodeJS.Signals) => unknown;
};

/**
Calls back before the process ends by `process.exit` or by a signal that nothing else handles. The
signal ends the process then, as without this.
*/
export const onAbruptEnd = (endingProcess: EndingProcess, restore: () => void) => {
	endingProcess.on('exit', restore);
	for (const signal of signals) {
		// Node's own use of a signal, such as by --heapsnapshot-signal, goes on.
		if (endingProcess.listenerCount(signal) === 0) {
			endingProcess.on(signal, () => {
				restore();
				endingProcess.removeAllListeners(signal);
				endingProcess.kill(endingProcess.pid, signal);
			});
		}
	}
};
