import type {RoomLog} from '../../../room/log.ts';
import type {Clock, Timer} from '../../clock.ts';
import type {Turn, Turns} from '../../turns/turns.ts';
import {LogSearch, type LogSearchRequest} from './log-search.ts';

/** A search is answered after this long even if it has found nothing, in milliseconds. */
const answerTime = 250;
/** A search works for this long, then rests for this long, in milliseconds. */
const workTime = 2;
const restTime = 2;

export type FoundPage = LogSearch['page'];

export type SearcherOptions = {
	readonly log: RoomLog;
	readonly turns: Turns;
	readonly clock: Clock;
};

type RunningSearch = {
	readonly search: LogSearch;
	readonly end: number;
	readonly onPage: (page: FoundPage) => void;
};

/** Searches the room's log for one member, a little in each turn of the event loop. */
export class Searcher {
	readonly #options: SearcherOptions;
	readonly #turn: Turn;
	#running: RunningSearch | undefined;
	/** The time at which the search began to work after its last rest. */
	#worked: number | undefined;
	#rest: Timer | undefined;

	constructor(options: SearcherOptions) {
		this.#options = options;
		this.#turn = options.turns.add(() => this.#step());
	}

	/**
	Calls back once with what was found: the next match, or none, if the search has come to the
	first message or took long. Then another search goes on from there. A search that still runs is
	answered with what it has found.
	*/
	start(request: LogSearchRequest, onPage: (page: FoundPage) => void) {
		this.#answer();
		const {log, clock} = this.#options;
		this.#running = {search: new LogSearch(log, request), end: clock.elapsed() + answerTime, onPage};
		this.#turn.wait();
	}

	/** Ends a search that runs. It is not answered. */
	stop() {
		this.#running = undefined;
		this.#rest?.stop();
		this.#turn.stop();
	}

	#step(): boolean {
		const {clock} = this.#options;
		const start = clock.elapsed();
		this.#worked ??= start;
		if (!this.#running?.search.step() || clock.elapsed() > this.#running.end) {
			this.#answer();
			return false;
		}

		if (clock.elapsed() - this.#worked < workTime) {
			return true;
		}

		this.#worked = undefined;
		this.#rest = clock.after(restTime, () => {
			this.#turn.wait();
		});
		return false;
	}

	#answer() {
		this.#rest?.stop();
		this.#worked = undefined;
		const running = this.#running;
		this.#running = undefined;
		running?.onPage(running.search.page);
	}
}
