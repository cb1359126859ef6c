import {useMemo} from 'react';
import {type ListScroll} from '../layout/list-scroll.ts';
import {useListScroll} from '../layout/use-list-scroll.ts';
import {scrollBy, type RowSource, type Scroll} from '../layout/scroll.ts';
import {useScroll} from '../layout/use-scroll.ts';
import type {HistoryReader} from '../../chat/chat.ts';
import type {ChatState} from '../../chat/state.ts';
import type {Layout, PaneName} from '../layout/layout.ts';
import type {Pane} from '../layout/pane.ts';
import {useMessagePane, type MessagePaneState} from '../messages/use-message-pane.ts';
import {createPeerSource} from './peer-pane.tsx';
import {createLogSource} from './log-pane.tsx';

type Options = {
	readonly state: ChatState;
	readonly layout: Layout;
	readonly newFrom: string | undefined;
	readonly onOlder: (() => void) | undefined;
	readonly reader: HistoryReader | undefined;
};

export type PanesState = {
	readonly messages: MessagePaneState;
	readonly log: {readonly pane: Pane; readonly source: RowSource; readonly scroll: Scroll};
	readonly peers: {readonly pane: Pane; readonly source: RowSource; readonly scroll: ListScroll};
};

/**
Returns a pane's rows below its title. A pane that is not shown counts as high as the one shown.
*/
const countPaneRows = (layout: Layout, pane: PaneName): number =>
	(layout[pane] ?? layout.messages ?? layout.log ?? layout.peers ?? {rows: 1}).rows - 1;

/** The contents and scroll positions of the three panes. */
export const usePanes = ({state, layout, newFrom, onOlder, reader}: Options): PanesState => {
	const messages = useMessagePane({
		state,
		columns: layout.messages?.columns ?? layout.header.columns,
		rows: countPaneRows(layout, 'messages'),
		newFrom,
		onOlder,
		reader,
	});

	const logScroller = useScroll();
	const log = useMemo(() => createLogSource(state.socketLog), [state.socketLog]);
	const logRows = countPaneRows(layout, 'log');

	const peerScroller = useListScroll();
	const peers = useMemo(() => createPeerSource(state.members), [state.members]);
	const peerRows = countPaneRows(layout, 'peers');

	return {
		messages,
		log: {
			pane: {
				scroller: logScroller,
				source: log,
				rows: logRows,
				canScroll: scrollBy(log, logScroller.scroll, logRows, -1) !== undefined,
			},
			source: log,
			scroll: logScroller.scroll,
		},
		peers: {
			pane: {scroller: peerScroller, source: peers, rows: peerRows, canScroll: peers.length > peerRows},
			source: peers,
			scroll: peerScroller.scroll,
		},
	};
};
