import {useMemo} from 'react';
import {findFirstInView} from '../layout/list-scroll.ts';
import {useListScroll} from '../layout/use-list-scroll.ts';
import {useLatestState} from '../primitives/use-latest-state.ts';
import type {KeyHandler} from '../terminal/use-key-handlers.ts';
import {scrollByKey, scrollPane, type Pane} from '../layout/pane.ts';
import type {Row} from '../primitives/rows.ts';
import {countHelpRows} from './help-rows.ts';

/** What a command shows in place of the panes. */
export type Page = {readonly title: string; readonly rows: readonly Row[]};

export type HelpState = {
	/** What to render; undefined while the help is closed. */
	readonly shown:
		| {
				readonly title: string;
				readonly content: readonly Row[];
				readonly first: number;
				readonly canScroll: boolean;
		  }
		| undefined;
	/** Returns the help as a pane to scroll; undefined while it is closed. */
	readonly pane: () => Pane | undefined;
	readonly open: () => void;
	/** Shows a page as the help is shown, in place of it. */
	readonly openPage: (page: Page) => void;
	readonly close: () => void;
	readonly handleKey: KeyHandler;
};

/**
The help in place of the panes. `height` counts its rows, the title included. Scroll keys scroll it;
Escape, F1, Enter and Ctrl+C close it; any other key closes it and then has its usual effect.
*/
export const useHelp = (content: () => readonly Row[], height: number): HelpState => {
	const {value: page, current, set} = useLatestState<Page | 'help' | undefined>(undefined);
	const scroller = useListScroll();
	const isOpenNow = () => current() !== undefined;
	const all = page === 'help' ? content() : (page?.rows ?? []);
	const rows = countHelpRows(height);
	const source = useMemo(() => ({length: all.length, getKey: String, countRows: () => 1}), [all.length]);
	const pane: Pane = {scroller, source, rows, canScroll: all.length > rows};
	const close = () => {
		set(undefined);
		scroller.toTop();
	};

	return {
		shown: page
			? {
					title: page === 'help' ? 'Help' : page.title,
					content: all,
					first: findFirstInView(source, scroller.scroll, rows),
					canScroll: pane.canScroll,
				}
			: undefined,
		pane: () => (isOpenNow() ? pane : undefined),
		open() {
			set('help');
		},
		openPage(wanted) {
			scroller.toTop();
			set(wanted);
		},
		close,
		handleKey(press) {
			if (!isOpenNow()) {
				return false;
			}

			if (press.type === 'redraw' || press.type === 'suspend') {
				return false;
			}

			if (press.type === 'up' || press.type === 'down') {
				scrollPane(pane, press.type === 'up' ? -1 : 1);
				return true;
			}

			if (press.type === 'end') {
				scroller.toBottom(source, rows);
				return true;
			}

			if (scrollByKey(pane, press)) {
				return true;
			}

			close();
			return press.type === 'escape' || press.type === 'f1' || press.type === 'submit' || press.type === 'interrupt';
		},
	};
};
