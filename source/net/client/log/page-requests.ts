import type {LogPage} from '../../../room/log.ts';
import {splitCells} from '../../../text/width.ts';
import {maximumFindLength} from '../../../wire/frames.ts';

type Request = {
	readonly before: number;
	readonly find?: string | undefined;
	/** Undefined: the connection was lost before the page came. */
	readonly onPage: (page: LogPage | undefined) => void;
};

/** Returns what a host compares of a long text. More messages contain it than the whole text. */
export const cutFind = (find: string): string => {
	let kept = '';
	for (const cell of splitCells(find)) {
		if (kept.length + cell.length > maximumFindLength) {
			break;
		}

		kept += cell;
	}

	return kept;
};

/**
Requests pages of older messages, one at a time: a host answers in order, but its pages do not say
what they answer.
*/
export class PageRequests {
	readonly #send: (before: number, find: string | undefined) => void;
	#waiting: Request[] = [];
	#isLoading = false;

	/** `send` requests the messages before a seq, or the newest of them that contains a text. */
	constructor(send: (before: number, find: string | undefined) => void) {
		this.#send = send;
	}

	/** Requests a page to show. Does nothing while one is under way. */
	load(before: number, onPage: (page: LogPage) => void) {
		if (this.#isLoading) {
			return;
		}

		this.#isLoading = true;
		this.#add({
			before,
			onPage: page => {
				this.#isLoading = false;
				if (page) {
					onPage(page);
				}
			},
		});
	}

	/** Resolves with a page, or with undefined if the connection is lost before it comes. */
	async read(before: number, find?: string): Promise<LogPage | undefined> {
		return new Promise(resolve => {
			this.#add({before, find: find && cutFind(find), onPage: resolve});
		});
	}

	/** Takes a page that has come. Ignores one that was not requested: it could fill the memory. */
	receive(page: LogPage) {
		const request = this.#waiting.shift();
		const next = this.#waiting[0];
		if (next) {
			this.#send(next.before, next.find);
		}

		request?.onPage(page);
	}

	/** Call when the connection is lost: pages that are under way do not come. */
	drop() {
		const dropped = this.#waiting;
		this.#waiting = [];
		for (const {onPage} of dropped) {
			onPage(undefined);
		}
	}

	#add(request: Request) {
		this.#waiting.push(request);
		if (this.#waiting.length === 1) {
			this.#send(request.before, request.find);
		}
	}
}
