import {reportLost, type FoundPlaces, type LogPage, type LogQueries, type OnFound} from '../../../room/log.ts';
import type {ClientFrame, FoundFrame, PlaceFrame, WelcomeFrame} from '../../../wire/frames.ts';
import {maximumPlaces, newcomerHistory} from '../../limits.ts';
import {findSinceByPages} from './find-since-by-pages.ts';
import {cutFind, PageRequests} from './page-requests.ts';

type Search = {readonly k: number; from: number; count: number; readonly onFound: OnFound};
type Since = Awaited<ReturnType<LogQueries['findSince']>>;

type Session = {readonly isWelcome: boolean; readonly send: (frame: ClientFrame) => void};

/** The requests for the room's log that the host has not answered. */
export class LogRequests {
	readonly pages: PageRequests;
	readonly #getSession: () => Session | undefined;
	/** Whether the host answers searches. */
	#canSearch = false;
	/** The number of the last request. */
	#k = 0;
	#search: Search | undefined;
	readonly #places = new Map<number, (since: Since) => void>();

	constructor(getSession: () => Session | undefined) {
		this.#getSession = getSession;
		this.pages = new PageRequests((before, find) => {
			this.#send({type: 'older', before, limit: newcomerHistory, find});
		});
	}

	get #isOpen(): boolean {
		return this.#getSession()?.isWelcome === true;
	}

	onWelcome({search}: WelcomeFrame) {
		this.#canSearch = search === true;
	}

	/** Requests a page to show. Does nothing while one is under way, or without a connection. */
	load(before: number, onPage: (page: LogPage) => void) {
		if (this.#isOpen) {
			this.pages.load(before, onPage);
		}
	}

	/** See `LogQueries`. */
	async readOlder(before: number, find?: string): Promise<LogPage | undefined> {
		return this.#isOpen ? this.pages.read(before, find) : undefined;
	}

	/** See `LogQueries`. */
	searchLog(...[{before, find}, onFound]: Parameters<LogQueries['searchLog']>): (() => void) | undefined {
		if (!this.#isOpen) {
			return reportLost(onFound);
		}

		if (!this.#canSearch) {
			return undefined;
		}

		const search: Search = {k: ++this.#k, from: before, count: 0, onFound};
		this.#search = search;
		this.#send({type: 'search', k: search.k, before, find: cutFind(find)});
		return () => {
			if (this.#search === search) {
				this.#search = undefined;
				this.#send({type: 'search', k: ++this.#k, before: 1, find: ''});
			}
		};
	}

	/** See `LogQueries`. `head`: the seq of the last message. */
	async findSince(ts: number, head: number): Promise<Since> {
		if (!this.#isOpen) {
			return undefined;
		}

		if (!this.#canSearch) {
			return findSinceByPages(async before => this.pages.read(before), ts, head);
		}

		return new Promise(resolve => {
			this.#places.set(++this.#k, resolve);
			this.#send({type: 'place', k: this.#k, ts});
		});
	}

	receivePlace({k, seq, ts}: PlaceFrame) {
		this.#places.get(k)?.(seq === undefined || ts === undefined ? 'none' : {seq, ts});
		this.#places.delete(k);
	}

	/** Takes what was found, and nothing that was not asked for: it could fill the memory. */
	receiveFound({k, from, seqs, end}: FoundFrame) {
		const search = this.#search;
		if (search?.k !== k || from > search.from) {
			return;
		}

		const found: FoundPlaces = {from, seqs: seqs.filter(seq => seq >= from && seq < search.from), isOver: end === true};
		search.from = from;
		search.count += found.seqs.length;
		const isOver = found.isOver || search.count >= maximumPlaces;
		if (isOver) {
			this.#search = undefined;
		}

		search.onFound({...found, isOver});
	}

	/** Call when the connection is lost: no answer comes. */
	drop() {
		this.pages.drop();
		const search = this.#search;
		this.#search = undefined;
		search?.onFound(undefined);
		for (const [k, resolve] of this.#places) {
			this.#places.delete(k);
			resolve(undefined);
		}
	}

	#send(frame: ClientFrame) {
		this.#getSession()?.send(frame);
	}
}
