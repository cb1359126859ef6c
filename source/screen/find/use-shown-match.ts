import {useEffect, useRef} from 'react';
import type {HistoryReader} from '../../chat/chat.ts';
import type {ChatState} from '../../chat/state.ts';
import type {Match} from './message-search.ts';

/** Where one has come to: another object for each place in a message. */
export type Target = {readonly match: Match; readonly fromEnd: number};

export type ShownMatchOptions = {
	readonly state: ChatState;
	/** Undefined if the room's log cannot be read. */
	readonly reader: HistoryReader | undefined;
	/** Shows the item at this index of the history. */
	readonly onShow: (index: number) => void;
};

export const findIndex = (history: ChatState['history'], {key, seq}: Match): number => {
	const index = key === undefined ? -1 : history.findLastIndex(item => item.key === key);
	return index === -1 && seq !== undefined
		? history.findLastIndex(item => item.kind === 'message' && item.seq === seq)
		: index;
};

/** Finds the first message from a place on: the one there may be private to others. */
const findNext = (history: ChatState['history'], {seq = 0}: Match): number =>
	history.findIndex(item => item.kind === 'message' && (item.seq ?? 0) >= seq);

/** Shows a match: at once if it is loaded, otherwise once the messages around it are. */
export const useShownMatch = (target: Target | undefined, {state, reader, onShow}: ShownMatchOptions) => {
	const {history, status} = state;
	const done = useRef<Target>(undefined);
	const requested = useRef<Match>(undefined);
	const loaded = useRef<Match>(undefined);
	useEffect(() => {
		if (!target || done.current === target) {
			return;
		}

		const {match} = target;
		const exact = findIndex(history, match);
		const index = exact === -1 && loaded.current === match ? findNext(history, match) : exact;
		if (index !== -1) {
			done.current = target;
			queueMicrotask(() => {
				onShow(index);
			});
		} else if (reader && match.seq !== undefined && requested.current !== match) {
			requested.current = match;
			void reader.showAround(match.seq).then(isLoaded => {
				requested.current = isLoaded ? match : undefined;
				loaded.current = isLoaded ? match : undefined;
			});
		}
	}, [target, history, status.status, reader, onShow]);
};
