import {findMainSeq, splitAtGap, type Item, type Loaded} from './gap.ts';
import type {WindowPlace} from './window.ts';

/** The number of messages after a place that are shown with it. */
const contextAfter = 100;
/** The number of messages that are loaded into the gap at a time. */
const fillSize = 200;

type Message = {readonly seq: number};
type Page<Each> = {readonly from: number; readonly messages: readonly Each[]};

export type LoadedPage<Each> = Page<Each> & {readonly place: WindowPlace; readonly to: number};

export type WindowLoaderOptions<Each> = {
	readonly getLoaded: () => Loaded<Item>;
	/** Reads messages from before a seq. */
	readonly readOlder: (before: number) => Promise<Page<Each> | undefined>;
	readonly onPage: (page: LoadedPage<Each>) => void;
};

/** Loads messages around a place far back, and into the gap between them and the newest. */
export class WindowLoader<Each extends Message> {
	readonly #options: WindowLoaderOptions<Each>;
	#isFilling = false;

	constructor(options: WindowLoaderOptions<Each>) {
		this.#options = options;
	}

	/** Resolves once the messages around `seq` are loaded; with false if they cannot be read. */
	async showAround(seq: number): Promise<boolean> {
		const {getLoaded, onPage} = this.#options;
		const mainSeq = findMainSeq(getLoaded()) ?? 1;
		const to = Math.min(seq + contextAfter, Math.max(seq, mainSeq - 1));
		const page = await this.#read(seq, to);
		if (page) {
			onPage({...page, place: 'around', to});
		}

		return page !== undefined;
	}

	/** Loads the messages that follow those above the gap, or that precede those below it. */
	async fillGap(place: 'above' | 'below') {
		const {getLoaded, onPage} = this.#options;
		const {gap} = splitAtGap(getLoaded().history);
		if (!gap || this.#isFilling) {
			return;
		}

		this.#isFilling = true;
		const to = place === 'above' ? Math.min(gap.to, gap.from + fillSize - 1) : gap.to;
		const page = await this.#read(place === 'above' ? gap.from : to, to);
		this.#isFilling = false;
		if (page) {
			const from = Math.max(page.from, gap.from);
			onPage({place, from, to, messages: page.messages.filter(({seq}) => seq >= from)});
		}
	}

	/** Reads the messages up to `to` in as many pages as it takes to come to `from`. */
	async #read(from: number, to: number): Promise<Page<Each> | undefined> {
		const pages: Array<readonly Each[]> = [];
		let before = to + 1;
		while (before > from) {
			// Each page says where the next one ends.
			// eslint-disable-next-line no-await-in-loop
			const page = await this.#options.readOlder(before);
			if (!page || page.from >= before) {
				return undefined;
			}

			pages.push(page.messages);
			before = page.from;
		}

		return {from: before, messages: pages.toReversed().flat()};
	}
}
