import {useMemo} from 'react';
import {type ListScroll} from '../layout/list-scroll.ts';
import {useListScroll} from '../layout/use-list-scroll.ts';
import type {RowSource} from '../layout/scroll.ts';
import type {HistoryReader} from '../../chat/chat.ts';
import type {ChatState} from '../../chat/state.ts';
import type {Layout, PaneName} from '../layout/layout.ts';
import type {Pane} from '../layout/pane.ts';
import type {LayoutItem} from '../messages/message-rows.ts';
import {useMessagePane, type MessagePaneState} from '../messages/use-message-pane.ts';
import {createPeerSource} from './peer-pane.tsx';
import {useLogPane, type LogPaneState} from './use-log-pane.ts';

type Options = {
	readonly state: ChatState;
	readonly layout: Layout;
	/** The size and form of the messages, if they stand alone in the window. */
	readonly bare: {readonly columns: number; readonly rows: number; readonly layoutItem: LayoutItem} | undefined;
	/** The focused pane. */
	readonly focused: PaneName;
	readonly newFrom: string | undefined;
	readonly onOlder: (() => void) | undefined;
	readonly reader: HistoryReader | undefined;
};

export type PanesState = {
	readonly messages: MessagePaneState;
	readonly log: LogPaneState;
	readonly peers: {readonly pane: Pane; readonly source: RowSource; readonly scroll: ListScroll};
};

/**
Returns a pane's rows below its title. A pane that is not shown counts as high as the one shown.
*/
const countPaneRows = (layout: Layout, pane: PaneName): number => {
	const {rows} = layout[pane] ?? layout.messages ?? layout.log ?? layout.peers ?? {rows: 1};
	return pane === 'messages' && !layout.hasMessageTitle ? rows : rows - 1;
};

/** The contents and scroll positions of the three panes. */
export const usePanes = ({state, layout, bare, focused, newFrom, onOlder, reader}: Options): PanesState => {
	const messages = useMessagePane({
		state,
		columns: bare?.columns ?? layout.messages?.columns ?? layout.composer.columns,
		rows: bare?.rows ?? countPaneRows(layout, 'messages'),
		layoutItem: bare?.layoutItem,
		newFrom,
		onOlder,
		reader,
	});

	const log = useLogPane({
		state,
		columns: (layout.log ?? layout.composer).columns,
		rows: countPaneRows(layout, 'log'),
		isFocused: focused === 'log',
	});

	const peerScroller = useListScroll();
	const peers = useMemo(() => createPeerSource(state.members), [state.members]);
	const peerRows = countPaneRows(layout, 'peers');

	return {
		messages,
		log,
		peers: {
			pane: {scroller: peerScroller, source: peers, rows: peerRows, canScroll: peers.length > peerRows},
			source: peers,
			scroll: peerScroller.scroll,
		},
	};
};
