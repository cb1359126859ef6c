import {encodeFrame, type SearchFrame} from '../../../wire/frames.ts';
import type {SendWindow} from '../../flow/send-window.ts';
import {maximumPlaces} from '../../limits.ts';
import type {Searcher} from './searcher.ts';

export type SearchSenderOptions = {
	readonly window: Pick<SendWindow, 'getRoom' | 'write'>;
	readonly searcher: Searcher;
	readonly memberId: string;
};

/** An answer that waits for the link. Later reports are added to it. */
type Answer = {readonly k: number; from: number; seqs: number[]; isOver: boolean};

/**
Answers a member's searches with places in the log, as they are found. A new search ends the one
before. What is found waits while the member's link takes nothing: it is bounded.
*/
export class SearchSender {
	readonly #options: SearchSenderOptions;
	#waiting: Answer | undefined;

	constructor(options: SearchSenderOptions) {
		this.#options = options;
	}

	start({k, before, find}: SearchFrame) {
		const {searcher, memberId} = this.#options;
		this.stop();
		if (find === '') {
			return;
		}

		searcher.findAll({before, find, memberId, limit: maximumPlaces}, ({from, messages, isOver}) => {
			const seqs = messages.map(({seq}) => seq);
			this.#waiting = {k, from, seqs: [...(this.#waiting?.seqs ?? []), ...seqs], isOver};
			this.sendMore();
		});
	}

	/** Call when the link takes more. */
	sendMore() {
		const {window} = this.#options;
		if (this.#waiting && window.getRoom() > 0) {
			const {k, from, seqs, isOver} = this.#waiting;
			this.#waiting = undefined;
			window.write(encodeFrame({type: 'found', k, from, seqs, ...(isOver && {end: true})}), {frames: {found: 1}});
		}
	}

	/** Call when the member is gone. */
	stop() {
		this.#waiting = undefined;
		this.#options.searcher.stopFindingAll();
	}
}
