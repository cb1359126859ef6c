import type {KeyPress} from '../terminal/keys.ts';
import type {RowSource} from './scroll.ts';
import type {Scroller} from './use-scroll.ts';

/** A pane as keys and the wheel scroll it. */
export type Pane = {
	readonly scroller: Pick<Scroller, 'by' | 'toTop' | 'isScrolled'> & {
		readonly toBottom: (source: RowSource, viewRows: number) => void;
		readonly isAtBottom: (source: RowSource, viewRows: number) => boolean;
	};
	readonly source: RowSource;
	/** The number of visible rows. */
	readonly rows: number;
	/** True if the pane holds more rows than are visible. */
	readonly canScroll: boolean;
};

/** Scrolls by `delta` rows; negative is up. */
export const scrollPane = ({scroller, source, rows}: Pane, delta: number) => {
	scroller.by(source, rows, delta);
};

export const scrollToBottom = ({scroller, source, rows}: Pane) => {
	scroller.toBottom(source, rows);
};

export const isAtBottom = ({scroller, source, rows}: Pane): boolean => scroller.isAtBottom(source, rows);

const countPageRows = ({rows}: Pane): number => Math.max(1, rows - 1);

/** Handles a scroll key. Returns false for any other key. */
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
