import type {LoggedMessage, RoomLog} from '../../../room/log.ts';
import type {Clock} from '../../clock.ts';
import {LogSearch, type LogSearchRequest} from './log-search.ts';
import type {SearchTurns} from './search-turns.ts';

/** A page is answered after this long even if nothing is found, in milliseconds. */
const answerTime = 250;
/** The time between two reports of a search that goes on, in milliseconds. */
const reportTime = 100;

export type FoundPage = {readonly from: number; readonly messages: readonly LoggedMessage[]};

/** The matches of a search since its last report, newest first. */
export type SearchReport = FoundPage & {
	/** Set in the last report: the search has come to the first message, or has found enough. */
	readonly isOver: boolean;
};

export type SearcherOptions = {
	readonly log: RoomLog;
	readonly turns: SearchTurns;
	readonly clock: Pick<Clock, 'elapsed'>;
};

type RunningSearch = {
	readonly search: LogSearch;
	/** Whether one report ends the search. */
	readonly isPage: boolean;
	/** The time of the next report. */
	due: number;
	/** Whether a match is reported at once: the first one is. */
	isEager: boolean;
	readonly onReport: (report: SearchReport) => void;
};

const report = ({search, onReport}: RunningSearch, isOver: boolean) => {
	onReport({from: search.from, messages: search.take(), isOver});
};

/** Searches the room's log for one member, a little in each turn of its searches. */
export class Searcher {
	readonly #options: SearcherOptions;
	readonly #turn: ReturnType<SearchTurns['add']>;
	#running: RunningSearch | undefined;

	constructor(options: SearcherOptions) {
		this.#options = options;
		this.#turn = options.turns.add(() => this.#step());
	}

	/**
	Calls back once with what was found: the next match, or none, if the search has come to the
	first message or took long. Then another search goes on from there.
	*/
	findNext(request: LogSearchRequest, onPage: (page: FoundPage) => void) {
		this.#start(request, {isPage: true, isEager: true, due: answerTime, onReport: onPage});
	}

	/**
	Searches the whole log, or until the request's limit is found. Calls back at the first match,
	then a few times each second, and once it is over.
	*/
	findAll(request: LogSearchRequest, onReport: (report: SearchReport) => void) {
		this.#start(request, {isPage: false, isEager: true, due: reportTime, onReport});
	}

	/** Ends a search of the whole log. It is not answered. */
	stopFindingAll() {
		if (this.#running?.isPage === false) {
			this.stop();
		}
	}

	/** Ends a search that runs. It is not answered. */
	stop() {
		this.#running = undefined;
		this.#turn.stop();
	}

	#start(request: LogSearchRequest, running: Omit<RunningSearch, 'search'>) {
		const before = this.#running;
		this.stop();
		const {log, clock} = this.#options;
		const search = new LogSearch(log, request);
		this.#running = {...running, search, due: clock.elapsed() + running.due};
		this.#turn.wait();
		if (before && (before.isPage || running.isPage)) {
			// It is answered with what it has found. Only who searches again wants to hear no more.
			report(before, true);
		}
	}

	#step(): boolean {
		const {clock} = this.#options;
		const running = this.#running;
		if (!running) {
			return false;
		}

		const {search, isPage} = running;
		const hasMore = search.step();
		const now = clock.elapsed();
		if (!hasMore || now > running.due || (running.isEager && search.hasFound)) {
			running.isEager &&= !search.hasFound;
			running.due = now + reportTime;
			if (!hasMore || isPage) {
				this.stop();
			}

			report(running, !hasMore || isPage);
		}

		return this.#running === running;
	}
}
