import {useCallback, useEffect, useMemo, useRef, useState} from 'react';
import type {ChatState, HistoryItem} from '../../chat/state.ts';
import {findMainSeq} from '../../chat/window/gap.ts';
import {sanitize} from '../../text/sanitize.ts';
import {findMatches} from '../../text/search.ts';
import {MessageSearch, type SearchView} from './message-search.ts';
import {findIndex, useShownMatch, type ShownMatchOptions, type Target} from './use-shown-match.ts';

/** The place in a message that the user has come to. */
export type Hit = {
	/** The key of the message. */
	readonly key: string;
	/** The number of places in the message's text where the search matches. */
	readonly count: number;
	/** Counted from the last of these places, from 0. */
	readonly fromEnd: number;
};

export type FindResult = Omit<SearchView, 'shown'> & {
	readonly text: string;
	readonly hit: Hit | undefined;
	/** The number of messages that were said, and of those that are loaded. */
	readonly total: number;
	readonly loaded: number;
};

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
	isPartial: false,
	isWaiting: false,
	shown: undefined,
};

const countHits = (item: HistoryItem | undefined, text: string): number =>
	item?.kind === 'message' ? findMatches(sanitize(item.text), text).length : 0;

/** Counts what a search can look through. */
const countMessages = (history: ChatState['history']) => {
	const messages = history.filter(item => item.kind === 'message');
	return {total: messages.findLast(({seq}) => seq !== undefined)?.seq ?? messages.length, loaded: messages.length};
};

/** Searches the conversation backwards. */
export const useFind = (options: ShownMatchOptions): Finder => {
	const {state, reader} = options;
	const {history} = state;
	const [searching, setSearching] = useState<Searching>();
	/** Where in the message that is shown; the keys of one read see each other's moves. */
	const [target, setTarget] = useState<Target>();
	const latest = useRef<Target>(undefined);
	/** The direction of the last step from message to message. */
	const direction = useRef<-1 | 1>(-1);
	const go = useCallback((next: Target | undefined) => {
		latest.current = next;
		setTarget(next);
	}, []);

	const search = searching?.search;
	useEffect(() => {
		search?.update(history);
	}, [search, history]);
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
	useShownMatch(target, options);

	const {shown: _, ...view} = searching?.view ?? noView;
	const item = target && history[findIndex(history, target.match)];
	const text = search?.text ?? '';
	const hit = useMemo((): Hit | undefined => {
		const count = countHits(item, text);
		return item && target && {key: item.key, count, fromEnd: Math.min(target.fromEnd, Math.max(0, count - 1))};
	}, [item, target, text]);
	const hasSearch = search !== undefined;
	const counts = useMemo(() => (hasSearch ? countMessages(history) : {total: 0, loaded: 0}), [hasSearch, history]);
	return {
		result: search && {...view, text, hit, ...counts},
		start(wanted) {
			search?.end();
			direction.current = -1;
			go(undefined);
			const next: MessageSearch = new MessageSearch({
				text: wanted,
				history,
				before: findMainSeq(state) ?? 1,
				reader,
				onChange(newView) {
					setSearching({search: next, view: newView});
					if (newView.shown && newView.shown !== latest.current?.match) {
						go({match: newView.shown, fromEnd: direction.current === -1 ? 0 : Infinity});
					}
				},
			});
			setSearching({search: next, view: undefined});
			void next.start();
		},
		move(delta) {
			const {match, fromEnd = 0} = latest.current ?? {};
			const count = match ? countHits(history[findIndex(history, match)], text) : 0;
			const next = Math.min(fromEnd, Math.max(0, count - 1)) - delta;
			if (match && next >= 0 && next < count) {
				go({match, fromEnd: next});
			} else {
				direction.current = delta;
				search?.move(delta);
			}
		},
		end: useCallback(() => {
			search?.end();
			setSearching(undefined);
			go(undefined);
		}, [search, go]),
	};
};
