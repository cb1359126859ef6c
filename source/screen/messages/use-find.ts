import {useCallback, useEffect, useMemo, useState} from 'react';
import type {ChatState, HistoryItem} from '../../chat/state.ts';
import {sanitize} from '../../text/sanitize.ts';
import {foldForSearch} from '../../text/search.ts';

export type FindResult = {
	readonly text: string;
	/** The match that is shown, from 1 for the oldest, and the number of matches loaded so far. */
	readonly place: number;
	readonly count: number;
	/** Older messages are being loaded. */
	readonly isSearching: boolean;
};

export type Finder = {
	readonly result: FindResult | undefined;
	readonly start: (text: string) => void;
	/** Goes to the next older (-1) or newer (1) match. */
	readonly move: (delta: -1 | 1) => void;
	readonly end: () => void;
};

type Search = {
	readonly text: string;
	/** The match that is shown. */
	readonly key: string | undefined;
	/** An older match is wanted than those that are loaded. */
	readonly wantsOlder: boolean;
};

/** Author and text of each message as shown, folded for comparing. */
const foldedMessages = new WeakMap<HistoryItem, readonly string[]>();

const foldMessage = (item: Extract<HistoryItem, {kind: 'message'}>): readonly string[] => {
	const known = foldedMessages.get(item);
	if (known) {
		return known;
	}

	const folded = [item.from, item.text].map(text => foldForSearch(sanitize(text)));
	foldedMessages.set(item, folded);
	return folded;
};

/** `wanted` is as `foldForSearch` returns it. */
const isMatch = (item: HistoryItem, wanted: string): boolean =>
	item.kind === 'message' && foldMessage(item).some(text => text.includes(wanted));

export type FindOptions = Pick<ChatState, 'history' | 'oldestSeq'> & {
	readonly onOlder: (() => void) | undefined;
	/** Shows the item at this index of the history. */
	readonly onShow: (index: number) => void;
};

/** Searches the conversation backwards, loading older messages page by page. */
export const useFind = ({history, oldestSeq: oldest, onOlder, onShow}: FindOptions): Finder => {
	const [search, setSearch] = useState<Search>();
	const wanted = search && foldForSearch(search.text).trim();
	const indices = useMemo(
		() =>
			wanted === undefined || wanted === ''
				? []
				: history.flatMap((item, index) => (isMatch(item, wanted) ? [index] : [])),
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
