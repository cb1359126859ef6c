import process from 'node:process';
import type {Chat} from '../chat/chat.ts';
import {endingSignals, findIgnoredSignals, readStartEvidence, type EndingSignal} from './ignored-signals.ts';

// Read when the program starts: a script that started it may end at once.
const ignored = findIgnoredSignals(readStartEvidence());

let endingSignal: EndingSignal | undefined;

/** Returns the signal that has ended the chat, if one has. */
export const getEndingSignal = () => endingSignal;

/**
Calls `listener` at SIGINT, SIGTERM and SIGHUP, except at those that the program was started to
ignore: they do nothing.
*/
export const onSignals = (listener: (signal: EndingSignal) => void) => {
	for (const signal of endingSignals) {
		// Without any listener the signal would end the process.
		process.on(signal, ignored.has(signal) ? () => undefined : listener);
	}
};

/**
Ends the chat at SIGINT, SIGTERM and SIGHUP. SIGINT (Ctrl+C) leaves as `bye` does; at the other two
a host closes as one that may return. Messages that wait get a moment to be sent, unless a second
signal comes. `onInterrupt`: called at SIGINT. `onNoChat`: called if no chat is open. `leave`:
called at SIGINT if one is. Returns what is called at each signal.
*/
export const endOnSignals = (
	getChat: () => Chat | undefined,
	onInterrupt: () => void = () => undefined,
	onNoChat: () => void = () => undefined,
	leave: (chat: Chat) => void = chat => {
		chat.leave();
	},
) => {
	const end = (signal: EndingSignal) => {
		endingSignal ??= signal;
		const chat = getChat();
		if (signal === 'SIGINT') {
			onInterrupt();
		}

		if (!chat || chat.getState().status.status === 'closed') {
			onNoChat();
		} else if (signal === 'SIGINT') {
			leave(chat);
		} else if (chat.getState().role === 'join') {
			chat.leaving.now();
		} else {
			void chat.close();
		}
	};

	onSignals(end);
	return end;
};

/**
Ignores SIGUSR1. Without a listener, Node opens a port for a debugger and prints its address across
the screen. `node --inspect` still does.
*/
export const ignoreDebuggerSignal = () => {
	process.on('SIGUSR1', () => undefined);
};
