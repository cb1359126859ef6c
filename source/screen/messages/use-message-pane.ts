import {useCallback, useEffect, useMemo, useRef, useState} from 'react';
import type {ChatState} from '../../chat/state.ts';
import {scrollBy, useScroll, sliceView, type Scroll} from '../layout/use-scroll.ts';
import type {MessageSource} from './message-source.ts';
import type {Pane} from '../layout/pane.ts';
import type {Row} from '../primitives/rows.ts';
import {useFind, type Finder} from './use-find.ts';
import {useMessages} from './use-messages.ts';

/** What was said after this item; all of it where there is none. */
const hideCleared = (state: ChatState, clearedAt: string | undefined): ChatState => {
	const index = clearedAt === undefined ? -1 : state.history.findLastIndex(({key}) => key === clearedAt);
	return index === -1 ? state : {...state, history: state.history.slice(index + 1)};
};

type Options = {
	readonly state: ChatState;
	readonly columns: number;
	/** How many rows of messages are in view. */
	readonly rows: number;
	/** The first item that came while nobody looked. */
	readonly newFrom: string | undefined;
	/** The first message of the history is in view, and there may be some before it. */
	readonly onOlder: (() => void) | undefined;
};

export type MessagePaneState = {
	readonly pane: Pane;
	readonly source: MessageSource;
	readonly scroll: Scroll;
	/** What to read while nobody has said anything. */
	readonly welcome: readonly Row[];
	readonly finder: Finder;
	/** Shows nothing of what was said before now, until somebody scrolls back. */
	readonly clear: () => void;
	readonly unclear: () => void;
};

/** The messages as a pane: which of them are shown, what is looked for in them, and how far one has scrolled. */
export const useMessagePane = ({state, columns, rows, newFrom, onOlder}: Options): MessagePaneState => {
	const scroller = useScroll();
	const [clearedAt, setClearedAt] = useState<string>();
	const shown = useMemo(() => hideCleared(state, clearedAt), [state, clearedAt]);
	/** Where a match is shown: what is found comes between two frames. */
	const place = useRef<{readonly source: MessageSource; readonly rows: number}>(undefined);
	const {to} = scroller;
	const finder = useFind({
		history: state.history,
		oldestSeq: state.oldestSeq,
		onOlder,
		onShow: useCallback(
			(index: number) => {
				if (place.current) {
					to(place.current.source, place.current.rows, index);
				}
			},
			[to],
		),
	});
	const {source, welcome} = useMessages(shown, columns, {find: finder.result?.text, newFrom});
	useEffect(() => {
		place.current = {source, rows};
	});

	const {scroll} = scroller;
	const isAtTop = scroll !== undefined && sliceView(source, scroll, rows)[0]?.index === 0;
	useEffect(() => {
		if (isAtTop) {
			onOlder?.();
		}
	}, [isAtTop, state.oldestSeq, onOlder]);

	const unclear = useCallback(() => {
		setClearedAt(undefined);
	}, []);
	const by: Pane['scroller']['by'] = (from, viewRows, delta) => {
		if (delta < 0) {
			unclear();
		}

		scroller.by(from, viewRows, delta);
	};

	const newest = state.history.at(-1)?.key;
	return {
		pane: {scroller: {...scroller, by}, source, rows, canScroll: scrollBy(source, scroll, rows, -1) !== undefined},
		source,
		scroll,
		welcome,
		finder,
		clear: useCallback(() => {
			setClearedAt(newest);
		}, [newest]),
		unclear,
	};
};
