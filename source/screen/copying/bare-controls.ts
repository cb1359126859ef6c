import type {LatestState} from '../primitives/use-latest-state.ts';
import {scrollByKey, scrollPane, scrollToBottom} from '../layout/pane.ts';
import type {KeyPress} from '../terminal/keys.ts';
import type {KeyHandler} from '../terminal/use-key-handlers.ts';
import type {MessagePaneState} from '../messages/use-message-pane.ts';

export type BareControls = {
	readonly isOpen: () => boolean;
	readonly open: () => void;
	readonly close: () => void;
	/** Opens the bare view on F8, and handles the keys in it. */
	readonly handleKey: KeyHandler;
};

/** Keys that close the bare view, and have no other effect. */
const closing: ReadonlySet<KeyPress['type']> = new Set(['escape', 'f8', 'submit', 'interrupt']);

/**
The messages alone in the window. The view holds still while it is open: the terminal loses its
selection where something is drawn.
*/
export const createBareControls = (
	isBare: LatestState<boolean>,
	{pane, source, scroller}: Pick<MessagePaneState, 'pane' | 'source' | 'scroller'>,
): BareControls => {
	const open = () => {
		scroller.hold(source);
		isBare.set(true);
	};

	const close = () => {
		if (isBare.current()) {
			isBare.set(false);
			scroller.release();
		}
	};

	return {
		isOpen: isBare.current,
		open,
		close,
		handleKey(press) {
			if (!isBare.current()) {
				if (press.type === 'f8') {
					open();
				}

				return press.type === 'f8';
			}

			if (press.type === 'redraw' || press.type === 'suspend') {
				return false;
			}

			if (press.type === 'up' || press.type === 'down') {
				scrollPane(pane, press.type === 'up' ? -1 : 1);
				return true;
			}

			if (press.type === 'end') {
				scrollToBottom(pane);
				return true;
			}

			if (scrollByKey(pane, press)) {
				return true;
			}

			// Any other key closes the view and then has its usual effect.
			close();
			return closing.has(press.type);
		},
	};
};
