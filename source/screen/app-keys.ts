import type {ComposerState} from './composer/use-composer.ts';
import type {Completer} from './composer/use-completion.ts';
import type {KeyHandler} from './terminal/use-key-handlers.ts';
import type {Finder} from './messages/use-find.ts';

/** While a search is on, ↑ and ↓ move from match to match and Escape ends it. */
export const createFindHandler =
	(finder: Finder): KeyHandler =>
	({type}) => {
		if (!finder.result) {
			return false;
		}

		switch (type) {
			case 'up':
			case 'find': {
				finder.move(-1);
				return true;
			}

			case 'down': {
				finder.move(1);
				return true;
			}

			case 'escape': {
				finder.end();
				return true;
			}

			default: {
				return false;
			}
		}
	};

/**
Tab completes the word before the cursor, and Tab again takes the next choice. An empty draft leaves
Tab to the panes.
*/
export const createCompletionHandler =
	(composer: ComposerState, completer: Completer): KeyHandler =>
	({type}) => {
		if ((type !== 'complete' && type !== 'complete-back') || composer.current().text === '') {
			return false;
		}

		completer.next(type === 'complete' ? 1 : -1);
		return true;
	};

type Program = {
	readonly composer: ComposerState;
	readonly onHelp: () => void;
	readonly onPrompt: () => void;
	readonly onRedraw: () => void;
};

/** The keys that work everywhere. */
export const createProgramHandler =
	({composer, onHelp, onPrompt, onRedraw}: Program): KeyHandler =>
	({type}) => {
		switch (type) {
			case 'f1': {
				onHelp();
				return true;
			}

			case 'f4': {
				onPrompt();
				return true;
			}

			case 'find': {
				composer.edit({type: 'replace', text: '/find ', at: 6});
				return true;
			}

			case 'redraw': {
				onRedraw();
				return true;
			}

			default: {
				return false;
			}
		}
	};
