import type {EventEmitter} from 'node:events';

/** The process, as far as it is used here. */
export type SignalProcess = Pick<EventEmitter, 'on' | 'off' | 'listeners'>;

/**
Takes the signals that a terminal sends to all programs in it from this one, while another has the
terminal: Ctrl+C and Ctrl+\ do nothing here, Ctrl+Z stops both. Returns what gives them back.
*/
export const muteSignals = (signalProcess: SignalProcess): (() => void) => {
	const ignore = () => undefined;
	const given = ['SIGINT', 'SIGQUIT', 'SIGTSTP'].map(signal => {
		// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- They were given to `on`.
		const listeners = signalProcess.listeners(signal) as Array<() => void>;
		if (signal !== 'SIGTSTP') {
			// Without any listener the signal would end the process.
			signalProcess.on(signal, ignore);
		}

		for (const listener of listeners) {
			signalProcess.off(signal, listener);
		}

		return {signal, listeners};
	});
	return () => {
		for (const {signal, listeners} of given) {
			for (const listener of listeners) {
				signalProcess.on(signal, listener);
			}

			signalProcess.off(signal, ignore);
		}
	};
};
