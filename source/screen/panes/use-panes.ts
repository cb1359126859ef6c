import {useMemo} from 'react';
import {useListScroll, type ListScroll} from '../layout/use-list-scroll.ts';
import {scrollBy, useScroll, type RowSource, type Scroll} from '../layout/use-scroll.ts';
import type {ChatState} from '../../chat/state.ts';
import {logSource} from './log-pane.tsx';
import type {Layout, View} from '../layout/layout.ts';
import type {Pane} from '../layout/pane.ts';
import {peerSource} from './peer-pane.tsx';
import {useMessagePane, type Messages} from '../messages/use-message-pane.ts';

type Parts = {
	readonly state: ChatState;
	readonly layout: Layout;
	readonly newFrom: string | undefined;
	readonly onOlder: (() => void) | undefined;
};

export type PanesState = {
	readonly messages: Messages;
	readonly log: {readonly pane: Pane; readonly source: RowSource; readonly scroll: Scroll};
	readonly peers: {readonly pane: Pane; readonly source: RowSource; readonly scroll: ListScroll};
};

/** How many rows a pane has below its title. One that is not on the screen is as high as the one that hides it. */
const rowsIn = (layout: Layout, view: View): number =>
	(layout[view] ?? layout.messages ?? layout.log ?? layout.peers ?? {rows: 1}).rows - 1;

/** What the three panes show, and how far each is scrolled. */
export const usePanes = ({state, layout, newFrom, onOlder}: Parts): PanesState => {
	const messages = useMessagePane({
		state,
		columns: layout.messages?.columns ?? layout.header.columns,
		rows: rowsIn(layout, 'messages'),
		newFrom,
		onOlder,
	});

	const logScroller = useScroll();
	const log = useMemo(() => logSource(state.socketLog), [state.socketLog]);
	const logRows = rowsIn(layout, 'log');

	const peerScroller = useListScroll();
	const peers = useMemo(() => peerSource(state.members), [state.members]);
	const peerRows = rowsIn(layout, 'peers');

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
