import process from 'node:process';
import type {Chat} from '../chat/chat.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
Ends the chat at SIGINT, SIGTERM and SIGHUP. SIGINT (Ctrl+C) leaves as `bye` does; at the other two
a host closes as one that may return. Messages that wait get a moment to be sent, unless a second
signal comes. `onInterrupt`: called at SIGINT. `onNoChat`: called if no chat is open.
*/
export const endOnSignals = (
	getChat: () => Chat | undefined,
	onInterrupt: () => void = () => undefined,
	onNoChat: () => void = () => undefined,
) => {
	const onSignal = (signal: (typeof signals)[number]) => {
		const chat = getChat();
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
