import type {RowSource, Scroller} from './use-scroll.ts';
import type {KeyPress} from '../terminal/keys.ts';

/** What the keys and the wheel know of a pane: something that can be scrolled. */
export type Pane = {
	readonly scroller: Pick<Scroller, 'by' | 'toTop' | 'isScrolled'> & {
		readonly toBottom: (source: RowSource, viewRows: number) => void;
		readonly isAtBottom: (source: RowSource, viewRows: number) => boolean;
	};
	readonly source: RowSource;
	/** How many rows of it are in view. */
	readonly rows: number;
	/** There is more than is in view. */
	readonly canScroll: boolean;
};

/** By so many rows; up is negative. */
export const scrollPane = ({scroller, source, rows}: Pane, delta: number) => {
	scroller.by(source, rows, delta);
};

export const scrollToBottom = ({scroller, source, rows}: Pane) => {
	scroller.toBottom(source, rows);
};

export const isAtBottom = ({scroller, source, rows}: Pane): boolean => scroller.isAtBottom(source, rows);

const countPageRows = ({rows}: Pane): number => Math.max(1, rows - 1);

/** Does what a key for scrolling says. False: it is no such key. */
export const scrollByKey = (pane: Pane, {type}: KeyPress): boolean => {
	switch (type) {
		case 'page-up': {
			scrollPane(pane, -countPageRows(pane));
			return true;
		}

		case 'page-down': {
			scrollPane(pane, countPageRows(pane));
			return true;
		}

		case 'row-up': {
			scrollPane(pane, -1);
			return true;
		}

		case 'row-down': {
			scrollPane(pane, 1);
			return true;
		}

		case 'top': {
			pane.scroller.toTop(pane.source, pane.rows);
			return true;
		}

		case 'bottom': {
			scrollToBottom(pane);
			return true;
		}

		default: {
			return false;
		}
	}
};
