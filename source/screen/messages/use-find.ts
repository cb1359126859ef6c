import {useCallback, useEffect, useMemo, useState} from 'react';
import type {ChatState, HistoryItem} from '../../chat/state.ts';

export type FindResult = {
	readonly text: string;
	/** Which match is shown, from 1 for the oldest, and how many there are in what is loaded. */
	readonly place: number;
	readonly count: number;
	/** Older messages are being asked for. */
	readonly isSearching: boolean;
};

export type Finder = {
	readonly result: FindResult | undefined;
	readonly start: (text: string) => void;
	/** To the next older (-1) or newer (1) match. */
	readonly move: (delta: -1 | 1) => void;
	readonly end: () => void;
};

type Search = {
	readonly text: string;
	/** The match that is shown. */
	readonly key: string | undefined;
	/** There is none in what is loaded, or an older one is wanted. */
	readonly wantsOlder: boolean;
};

const isMatch = (item: HistoryItem, text: string): boolean =>
	item.kind === 'message' && (item.text.toLowerCase().includes(text) || item.from.toLowerCase().includes(text));

export type FindOptions = Pick<ChatState, 'history' | 'oldestSeq'> & {
	readonly onOlder: (() => void) | undefined;
	/** Shows the item at this index of the history. */
	readonly onShow: (index: number) => void;
};

/** Looks backwards through all that was said; what is not loaded yet is asked for, page by page. */
export const useFind = ({history, oldestSeq: oldest, onOlder, onShow}: FindOptions): Finder => {
	const [search, setSearch] = useState<Search>();
	const wanted = search?.text.toLowerCase();
	const indices = useMemo(
		() => (wanted === undefined ? [] : history.flatMap((item, index) => (isMatch(item, wanted) ? [index] : []))),
		[history, wanted],
	);
	const place = search?.key === undefined ? -1 : indices.findIndex(index => history[index]?.key === search.key);

	const show = useCallback(
		(text: string, index: number) => {
			setSearch({text, key: history[index]?.key, wantsOlder: false});
			onShow(index);
		},
		[history, onShow],
	);
	const canLoad = oldest !== undefined && oldest > 1 && onOlder !== undefined;
	useEffect(() => {
		if (!search?.wantsOlder) {
			return;
		}

		const index = search.key === undefined ? indices.at(-1) : indices[place - 1];
		if (index === undefined && canLoad) {
			onOlder();
			return;
		}

		queueMicrotask(() => {
			if (index === undefined) {
				setSearch({...search, wantsOlder: false});
			} else {
				show(search.text, index);
			}
		});
	}, [search, indices, place, canLoad, onOlder, show]);

	return {
		result: search && {text: search.text, place: place + 1, count: indices.length, isSearching: search.wantsOlder},
		start: useCallback((text: string) => {
			setSearch({text, key: undefined, wantsOlder: true});
		}, []),
		move(delta) {
			const index = place === -1 ? undefined : indices[place + delta];
			if (!search) {
				return;
			}

			if (index !== undefined) {
				show(search.text, index);
			} else if (delta === -1) {
				setSearch({...search, wantsOlder: true});
			}
		},
		end: useCallback(() => {
			setSearch(undefined);
		}, []),
	};
};
