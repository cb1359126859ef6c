import {useCallback, useEffect, useRef, useState} from 'react';
import type {HistoryReader} from '../../chat/chat.ts';
import type {ChatState} from '../../chat/state.ts';
import {findMainSeq} from '../../chat/window/gap.ts';
import {MessageSearch, type Match, type SearchView} from './message-search.ts';

export type FindResult = Omit<SearchView, 'shown'> & {readonly text: string};

export type Finder = {
	readonly result: FindResult | undefined;
	readonly start: (text: string) => void;
	/** Goes to the next older (-1) or newer (1) match. */
	readonly move: (delta: -1 | 1) => void;
	readonly end: () => void;
};

type Searching = {readonly search: MessageSearch; readonly view: SearchView | undefined};

const noView: SearchView = {
	place: 0,
	count: 0,
	isSearching: true,
	left: undefined,
	isWaiting: false,
	shown: undefined,
};

const findIndex = (history: ChatState['history'], {key, seq}: Match): number => {
	const index = key === undefined ? -1 : history.findLastIndex(item => item.key === key);
	return index === -1 && seq !== undefined
		? history.findLastIndex(item => item.kind === 'message' && item.seq === seq)
		: index;
};

export type FindOptions = {
	readonly state: ChatState;
	/** Undefined if the room's log cannot be read. */
	readonly reader: HistoryReader | undefined;
	/** Shows the item at this index of the history. */
	readonly onShow: (index: number) => void;
};

/** Shows a match: at once if it is loaded, otherwise once the messages around it are. */
const useShownMatch = (shown: Match | undefined, {state, reader, onShow}: FindOptions) => {
	const {history, status} = state;
	const done = useRef<Match>(undefined);
	const requested = useRef<Match>(undefined);
	useEffect(() => {
		if (!shown || done.current === shown) {
			return;
		}

		const index = findIndex(history, shown);
		if (index !== -1) {
			done.current = shown;
			queueMicrotask(() => {
				onShow(index);
			});
		} else if (reader && shown.seq !== undefined && requested.current !== shown) {
			requested.current = shown;
			void reader.showAround(shown.seq).then(isLoaded => {
				requested.current = isLoaded ? shown : undefined;
			});
		}
	}, [shown, history, status.status, reader, onShow]);
};

/** Searches the conversation backwards. */
export const useFind = (options: FindOptions): Finder => {
	const {state, reader} = options;
	const [searching, setSearching] = useState<Searching>();
	const search = searching?.search;
	useEffect(() => {
		search?.update(state.history);
	}, [search, state.history]);
	const isOpen = state.status.status === 'open';
	useEffect(() => {
		if (!reader) {
			search?.stopReading();
		} else if (isOpen) {
			search?.resume();
		}
	}, [search, isOpen, reader]);
	useEffect(
		() => () => {
			search?.end();
		},
		[search],
	);
	useShownMatch(searching?.view?.shown, options);

	const {shown: _, ...view} = searching?.view ?? noView;
	return {
		result: search && {...view, text: search.text},
		start(text) {
			const next: MessageSearch = new MessageSearch({
				text,
				history: state.history,
				before: findMainSeq(state) ?? 1,
				readOlder: reader?.readOlder,
				onChange(newView) {
					setSearching({search: next, view: newView});
				},
			});
			setSearching({search: next, view: undefined});
			void next.start();
		},
		move(delta) {
			search?.move(delta);
		},
		end: useCallback(() => {
			search?.end();
			setSearching(undefined);
		}, [search]),
	};
};
