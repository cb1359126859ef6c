import type {RoomLog} from '../../room/log.ts';
import {encodeFrame, maximumFrameBytes, type OlderFrame} from '../../wire/frames.ts';
import type {SendWindow} from '../flow/send-window.ts';
import {readPageBefore} from './log-reader.ts';
import type {FoundPage, Searcher} from './search/searcher.ts';

export type PageSenderOptions = {
	readonly log: RoomLog;
	readonly window: Pick<SendWindow, 'getRoom' | 'write'>;
	readonly searcher: Searcher;
	readonly memberId: string;
};

/** The smallest limit of a page, in bytes. */
const minimumPageBytes = 2048;

/**
Answers requests for older messages in their order, each once the member's link takes more. A page
is as long as the link takes in a few seconds. A search takes a while.
*/
export class PageSender {
	readonly #options: PageSenderOptions;
	readonly #waiting: OlderFrame[] = [];
	#isSearching = false;

	constructor(options: PageSenderOptions) {
		this.#options = options;
	}

	/** The number of requests that wait. */
	get size() {
		return this.#waiting.length;
	}

	add(request: OlderFrame) {
		this.#waiting.push(request);
		this.sendMore();
	}

	/** Call when the link takes more. */
	sendMore() {
		const {window} = this.#options;
		for (let room = window.getRoom(); room > 0 && !this.#isSearching; room = window.getRoom()) {
			const request = this.#waiting.shift();
			if (!request) {
				return;
			}

			this.#answer(request, Math.min(maximumFrameBytes, Math.max(minimumPageBytes, room)));
		}
	}

	/** Call when the member is gone. */
	stop() {
		this.#waiting.length = 0;
		this.#options.searcher.stop();
	}

	#answer({before, limit, find}: OlderFrame, bytes: number) {
		const {log, searcher, memberId} = this.#options;
		if (find === undefined) {
			this.#send(readPageBefore(log, {before, limit, bytes}, memberId));
			return;
		}

		this.#isSearching = true;
		searcher.start({before, find, memberId}, page => {
			this.#isSearching = false;
			this.#send(page);
			this.sendMore();
		});
	}

	#send(page: FoundPage) {
		this.#options.window.write(encodeFrame({type: 'page', ...page}), 'page');
	}
}
