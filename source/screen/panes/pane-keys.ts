import type {LatestState} from '../primitives/use-latest-state.ts';
import {findNextPane, findToggledPane} from '../layout/pane-focus.ts';
import type {KeyPress} from '../terminal/keys.ts';
import type {Layout, PaneName} from '../layout/layout.ts';
import {isAtBottom, scrollByKey, scrollPane, scrollToBottom, type Pane} from '../layout/pane.ts';
import type {ComposerState} from '../composer/use-composer.ts';
import type {KeyHandler} from '../terminal/use-key-handlers.ts';
import type {LogPaneState} from './use-log-pane.ts';

type Options = {
	readonly layout: Layout;
	readonly paneFocus: LatestState<PaneName>;
	readonly panes: Readonly<Record<PaneName, Pane>>;
	readonly composer: ComposerState;
	/** Handles a key while the connection log is focused and the draft is empty. */
	readonly onLogKey: LogPaneState['handleKey'];
};

/** Returns the pane that a key focuses; undefined for other keys. */
const findPaneForKey = ({type}: KeyPress, {layout, paneFocus, composer}: Options): PaneName | undefined => {
	const isDraftEmpty = composer.current().text === '';
	switch (type) {
		case 'f2':
		case 'f3': {
			return findToggledPane(layout.kind, paneFocus.current(), type === 'f2' ? 'log' : 'peers');
		}

		case 'complete':
		case 'complete-back': {
			return isDraftEmpty ? findNextPane(layout, paneFocus.current(), type === 'complete' ? 1 : -1) : undefined;
		}

		case 'escape': {
			return 'messages';
		}

		default: {
			return undefined;
		}
	}
};

/**
End scrolls the pane down first, and moves the cursor only if there is a draft and the pane is not
scrolled.
*/
const isEndForPane = (pane: Pane, composer: ComposerState): boolean =>
	!isAtBottom(pane) && (pane.scroller.isScrolled() || composer.current().text === '');

/** Handles the keys that change the focus and those that scroll the focused pane. */
export const createPaneKeyHandler =
	(parts: Options): KeyHandler =>
	press => {
		const {paneFocus, panes, composer} = parts;
		const next = findPaneForKey(press, parts);
		if (next !== undefined) {
			paneFocus.set(next);
			return true;
		}

		const pane = panes[paneFocus.current()];
		if (press.type === 'end' && isEndForPane(pane, composer)) {
			scrollToBottom(pane);
			return true;
		}

		if (paneFocus.current() === 'log' && composer.current().text === '' && parts.onLogKey(press)) {
			return true;
		}

		if (
			(press.type === 'up' || press.type === 'down') &&
			paneFocus.current() !== 'messages' &&
			composer.current().text === ''
		) {
			scrollPane(pane, press.type === 'up' ? -1 : 1);
			return true;
		}

		return scrollByKey(pane, press);
	};
