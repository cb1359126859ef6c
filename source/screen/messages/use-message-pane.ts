import {useCallback, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState} from 'react';
import type {HistoryReader} from '../../chat/chat.ts';
import type {ChatState} from '../../chat/state.ts';
import {isWhole} from '../../chat/window/gap.ts';
import {scrollBy, sliceView, type Scroll} from '../layout/scroll.ts';
import {useScroll, type Scroller} from '../layout/use-scroll.ts';
import type {Pane} from '../layout/pane.ts';
import type {Row} from '../primitives/rows.ts';
import {useLatestState} from '../primitives/use-latest-state.ts';
import {useFind, type Finder} from '../find/use-find.ts';
import {useJump, type Jump} from '../find/use-jump.ts';
import {useFolds, type Folds} from './long-texts/use-folds.ts';
import type {LayoutItem} from './message-rows.ts';
import type {MessageSource} from './message-source.ts';
import {useMessages} from './use-messages.ts';

/** Hides the item with this key and everything before it; nothing if the key is unknown. */
const hideCleared = (state: ChatState, clearedAt: string | undefined): ChatState => {
	const index = clearedAt === undefined ? -1 : state.history.findLastIndex(({key}) => key === clearedAt);
	return index === -1 ? state : {...state, history: state.history.slice(index + 1)};
};

/** Keeps the chat informed whether what is old is read: then it stays loaded. */
const useReadingBack = ({isReadingBack}: ChatState, reader: HistoryReader | undefined, isWanted: boolean) => {
	useEffect(() => {
		if (isWanted !== isReadingBack) {
			reader?.setReadingBack(isWanted);
		}
	}, [isReadingBack, isWanted, reader]);
};

/** Returns the row of an item with the place that was found. */
const findHitRow = (rows: readonly Row[]): number =>
	Math.max(
		0,
		rows.findIndex(row => row.some(({tone}) => tone === 'currentMatch')),
	);

const nothing: ReadonlySet<string> = new Set();

/** Calls back before the first frame in another form: an item has another number of rows there. */
const useReheld = (form: unknown, onChange: () => void) => {
	const handleChange = useEffectEvent(onChange);
	useLayoutEffect(() => {
		handleChange();
	}, [form]);
};

type Options = {
	readonly state: ChatState;
	readonly columns: number;
	/** The number of visible rows. */
	readonly rows: number;
	/** Lays out the messages in another form than the usual one. */
	readonly layoutItem: LayoutItem | undefined;
	/** The key of the first unread item. */
	readonly newFrom: string | undefined;
	/** Called when the first loaded message becomes visible. */
	readonly onOlder: (() => void) | undefined;
	/** Undefined if the room's log cannot be read. */
	readonly reader: HistoryReader | undefined;
};

export type MessagePaneState = {
	readonly pane: Pane;
	readonly scroller: Pick<Scroller, 'current' | 'into' | 'hold' | 'release'>;
	readonly source: MessageSource;
	readonly scroll: Scroll;
	/** Whether the last message is below the view. */
	readonly isScrolled: boolean;
	/** Whether the source has all that was said. */
	readonly isWhole: () => boolean;
	/** Shown until the first message. */
	readonly welcome: readonly Row[];
	readonly finder: Finder;
	readonly folds: Folds;
	/** Goes to a place in the conversation, or says why not. */
	readonly jump: Jump['to'];
	/** Hides everything before now, until the user scrolls back. */
	readonly clear: () => void;
	readonly unclear: () => void;
};

/** The state of the message pane: what is shown, the search, and the scroll position. */
export const useMessagePane = ({
	state,
	columns,
	rows,
	layoutItem,
	newFrom,
	onOlder,
	reader,
}: Options): MessagePaneState => {
	const scroller = useScroll();
	const [clearedAt, setClearedAt] = useState<string>();
	const shown = useMemo(() => hideCleared(state, clearedAt), [state, clearedAt]);
	const opened = useLatestState<ReadonlySet<string>>(nothing);
	/** The source and height for scrolling to a match, which is found between two renders. */
	const view = useRef<{readonly source: MessageSource; readonly rows: number}>(undefined);
	const {to} = scroller;
	const {set: open, current: getOpened} = opened;
	const onShow = useCallback(
		(index: number) => {
			if (view.current) {
				const {source: drawn, rows: viewRows} = view.current;
				to(drawn, viewRows, index, findHitRow(drawn.getRows(index, false)));
				// What a search has opened stays open after it, where the user reads on.
				if (drawn.getFold(index) === 'open') {
					open(new Set([...getOpened(), drawn.getKey(index)]));
				}
			}
		},
		[to, open, getOpened],
	);
	const finder = useFind({state, reader, onShow});
	const jump = useJump({state, reader, onShow});
	const {source, createSource, welcome} = useMessages(shown, columns, {
		find: finder.result?.text,
		hit: finder.result?.hit,
		newFrom,
		opened: opened.value,
		layout: layoutItem,
	});
	useEffect(() => {
		view.current = {source, rows};
	});
	const folds = useFolds({opened, scroller, drawn: {source, rows, createSource}});

	const {scroll, hold, isHeld} = scroller;
	useReheld(layoutItem, () => {
		if (isHeld()) {
			hold(source);
		}
	});
	const visible = scroll ? sliceView(source, scroll, rows) : [];
	const isAtTop = visible[0]?.index === 0;
	const end = visible.at(-1);
	const isScrolled = end !== undefined && (end.index < source.length - 1 || end.to < source.countRows(end.index));
	useEffect(() => {
		if (isAtTop) {
			onOlder?.();
		}
	}, [isAtTop, state.oldestSeq, onOlder]);

	useReadingBack(state, reader, scroll !== undefined || finder.result !== undefined || jump.isOn);
	const {gapIndex} = source;
	const gap = visible.some(({index}) => index === gapIndex) ? shown.history[gapIndex] : undefined;
	const place = visible.at(-1)?.index === gapIndex ? 'above' : 'below';
	useEffect(() => {
		if (gap) {
			reader?.fillGap(place);
		}
	}, [gap, place, reader]);

	const unclear = useCallback(() => {
		setClearedAt(undefined);
	}, []);
	const paneScroller: Pane['scroller'] = {
		...scroller,
		by(from, viewRows, delta) {
			if (delta < 0) {
				unclear();
			}

			jump.end();
			scroller.by(from, viewRows, delta, gapIndex);
		},
		toTop(from, viewRows) {
			unclear();
			if (!jump.toFirst()) {
				scroller.toTop(from, viewRows);
			}
		},
		toBottom(from) {
			jump.end();
			scroller.toBottom(from);
		},
	};

	const newest = state.history.at(-1)?.key;
	return {
		pane: {scroller: paneScroller, source, rows, canScroll: scrollBy(source, scroll, rows, -1) !== undefined},
		scroller,
		source,
		scroll,
		isScrolled,
		isWhole: () => shown === state && isWhole(state),
		welcome,
		finder,
		folds,
		jump(target, notify) {
			unclear();
			jump.to(target, notify);
		},
		clear: useCallback(() => {
			setClearedAt(newest);
		}, [newest]),
		unclear,
	};
};
