import type {LoggedMessage, RoomLog} from '../room/log.ts';
import {encodeFrame, maximumFrameBytes} from '../wire/frames.ts';
import {newcomerHistory} from './limits.ts';

/** Reads on in the log. A log that cannot be read has failed, which its owner hears of: here there is then nothing more. */
export const readOn = (log: RoomLog, from: number, limit: number): readonly LoggedMessage[] => {
	try {
		return log.read(from, limit);
	} catch {
		return [];
	}
};

/** One message as every member's connection carries it. */
export const encodeMessage = (message: LoggedMessage): string => encodeFrame({type: 'msg', ...message});

/** Several of them, and how the log names them. */
export const encodeMessages = (messages: readonly LoggedMessage[]): {readonly frames: string; readonly what: string} => ({
	frames: messages.map(message => encodeMessage(message)).join(''),
	what: messages.length === 1 ? 'msg' : `msg ×${messages.length}`,
});

/**
The newest messages before `before`, oldest first: at most `limit`, and no more than one line holds (a character of JSON takes up to three
bytes).
*/
export const pageBefore = (log: RoomLog, before: number, limit: number): readonly LoggedMessage[] => {
	const from = Math.max(1, before - Math.min(limit, newcomerHistory));
	const messages = readOn(log, from, Math.min(before, log.head + 1) - from);
	let size = 0;
	let start = messages.length;
	for (const [index, message] of [...messages.entries()].toReversed()) {
		size += encodeMessage(message).length * 3;
		if (size > maximumFrameBytes && start < messages.length) {
			break;
		}

		start = index;
	}

	return messages.slice(start);
};
