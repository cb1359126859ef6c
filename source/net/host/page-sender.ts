import type {RoomLog} from '../../room/log.ts';
import {encodeFrame, maximumFrameBytes} from '../../wire/frames.ts';
import type {SendWindow} from '../flow/send-window.ts';
import {readPageBefore} from './log-reader.ts';

type PageRequest = {readonly before: number; readonly limit: number};

export type PageSenderOptions = {
	readonly log: RoomLog;
	readonly window: Pick<SendWindow, 'getRoom' | 'write'>;
	readonly memberId: string;
};

/** The smallest limit of a page, in bytes. */
const minimumPageBytes = 2048;

/**
Answers requests for older messages in their order, each once the member's link takes more. A page
is as long as the link takes in a few seconds.
*/
export class PageSender {
	readonly #options: PageSenderOptions;
	readonly #waiting: PageRequest[] = [];

	constructor(options: PageSenderOptions) {
		this.#options = options;
	}

	/** The number of requests that wait. */
	get size() {
		return this.#waiting.length;
	}

	add(request: PageRequest) {
		this.#waiting.push(request);
		this.sendMore();
	}

	/** Call when the link takes more. */
	sendMore() {
		const {log, window, memberId} = this.#options;
		for (let room = window.getRoom(); room > 0 && this.#waiting.length > 0; room = window.getRoom()) {
			const request = this.#waiting.shift();
			if (request) {
				const bytes = Math.min(maximumFrameBytes, Math.max(minimumPageBytes, room));
				window.write(encodeFrame({type: 'page', ...readPageBefore(log, {...request, bytes}, memberId)}), 'page');
			}
		}
	}
}
