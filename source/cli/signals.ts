import process from 'node:process';
import type {Chat} from '../chat/chat.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
Ends the chat when the program is told to end: Ctrl+C as `bye` does; the others end a host as one that may come back. What waits is
given its little time, unless a second signal comes. `onInterrupt`: it was Ctrl+C; `onNoChat`: there is no chat that could end.
*/
export const endOnSignals = (
	current: () => Chat | undefined,
	onInterrupt: () => void = () => undefined,
	onNoChat: () => void = () => undefined,
) => {
	const onSignal = (signal: (typeof signals)[number]) => {
		const chat = current();
		if (signal === 'SIGINT') {
			onInterrupt();
		}

		if (!chat || chat.getState().status.status === 'closed') {
			onNoChat();
		} else if (signal === 'SIGINT' || chat.getState().role === 'join') {
			chat.leave();
		} else {
			void chat.close();
		}
	};

	for (const signal of signals) {
		process.on(signal, onSignal);
	}
};
