import type {RoomLog} from '../../room/log.ts';
import {maximumFrameBytes, type OlderFrame} from '../../wire/frames.ts';
import type {SendWindow} from '../flow/send-window.ts';
import type {Turn, Turns} from '../turns/turns.ts';
import {encodePage, readPageBefore} from './log-reader.ts';
import type {FoundPage, Searcher} from './search/searcher.ts';

export type PageSenderOptions = {
	readonly log: RoomLog;
	readonly window: Pick<SendWindow, 'getRoom' | 'write'>;
	readonly searcher: Searcher;
	readonly turns: Turns;
	readonly memberId: string;
};

/** The smallest limit of a page, in bytes. */
const minimumPageBytes = 2048;

/**
Answers requests for older messages in their order, each once the member's link takes more. A page
is as long as the link takes in a few seconds, and made in a turn of the member. A search takes a
while.
*/
export class PageSender {
	readonly #options: PageSenderOptions;
	readonly #waiting: OlderFrame[] = [];
	readonly #turn: Turn;
	#isSearching = false;

	constructor(options: PageSenderOptions) {
		this.#options = options;
		this.#turn = options.turns.add(() => this.#answerFirst());
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
		if (this.#waiting.length > 0 && !this.#isSearching) {
			this.#turn.begin();
		}
	}

	/** Call when the member is gone. */
	stop() {
		this.#waiting.length = 0;
		this.#turn.stop();
		this.#options.searcher.stop();
	}

	/** Returns whether more can be answered now. */
	#answerFirst(): boolean {
		const room = this.#options.window.getRoom();
		const request = room > 0 && !this.#isSearching ? this.#waiting.shift() : undefined;
		if (request) {
			this.#answer(request, Math.min(maximumFrameBytes, Math.max(minimumPageBytes, room)));
		}

		return request !== undefined && this.#waiting.length > 0;
	}

	#answer({before, limit, find}: OlderFrame, bytes: number) {
		const {log, searcher, memberId} = this.#options;
		if (find === undefined) {
			this.#send(readPageBefore(log, {before, limit, bytes}, memberId));
			return;
		}

		this.#isSearching = true;
		searcher.findNext({before, find, memberId}, page => {
			this.#isSearching = false;
			this.#send(page);
			this.sendMore();
		});
	}

	#send(page: FoundPage) {
		this.#options.window.write(encodePage(page), {frames: {page: 1}});
	}
}
