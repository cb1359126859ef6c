import type {Chat} from '../../chat/chat.ts';
import {LogFile} from './log-file.ts';

/** Writes the connection log of chats to a file, or does nothing. */
export type Recorder = {
	readonly record: (chat: Pick<Chat, 'onEvents' | 'warn'>) => void;
	/** Resolves once all rows are written. */
	readonly close: () => Promise<void>;
};

/**
Returns what writes the connection log of chats to the file, if there is one. Throws a LogFileError.
*/
export const openRecorder = (file: string | undefined): Recorder => {
	if (file === undefined) {
		return {record: () => undefined, close: async () => undefined};
	}

	const logFile = new LogFile(file);
	return {
		record(chat) {
			chat.onEvents(events => {
				logFile.add(events, text => {
					chat.warn('log-file', text);
				});
			});
		},
		close: async () => logFile.close(),
	};
};
