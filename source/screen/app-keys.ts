import type {ComposerState} from './composer/use-composer.ts';
import {canChange} from './composer/editor.ts';
import type {Completer} from './composer/use-completion.ts';
import type {CommandList} from './commands/use-command-list.ts';
import type {KeyPress} from './terminal/keys.ts';
import type {KeyHandler} from './terminal/use-key-handlers.ts';
import type {FaultControls} from './faults/use-faults.ts';
import type {HelpState} from './help/use-help.ts';
import type {PaneName} from './layout/layout.ts';
import type {LatestState} from './primitives/use-latest-state.ts';
import type {Asking} from './question/use-question.ts';
import type {Copying} from './copying/use-copying.ts';
import type {AddressPrompt} from './use-address-prompt.ts';
import type {FindBarState} from './find/use-find-bar.ts';

type Open = {
	readonly composer: ComposerState;
	readonly copying: Pick<Copying, 'isOpen'>;
	readonly asking: Pick<Asking, 'question'>;
	readonly help: Pick<HelpState, 'pane'>;
	readonly prompt: AddressPrompt;
	readonly faults: Pick<FaultControls, 'canEscape'>;
	readonly commandList: Pick<CommandList, 'isOpen'>;
	readonly findBar: Pick<FindBarState, 'field'>;
	readonly paneFocus: LatestState<PaneName>;
};

/**
Returns whether Alt and a letter are a chord. Escape and a letter arrive in the same way from tmux
and over slow links, so that they are one only where it changes the draft and Escape does nothing.
*/
export const createChordTest =
	({composer, copying, asking, help, prompt, faults, commandList, findBar, paneFocus}: Open) =>
	(chord: KeyPress): boolean => {
		if (prompt.field) {
			return prompt.field.hasMeaning(chord);
		}

		const canEscape =
			copying.isOpen() ||
			help.pane() !== undefined ||
			faults.canEscape() ||
			asking.question !== undefined ||
			commandList.isOpen() ||
			findBar.field !== undefined ||
			paneFocus.current() !== 'messages';
		return chord.type === 'edit' && !canEscape && canChange(composer.current(), chord.action);
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
	readonly onFind: () => void;
	readonly onHelp: () => void;
	readonly onPrompt: () => void;
	readonly onRedraw: () => void;
	/** Copies the invitation. */
	readonly onInvite: () => void;
};

/** The keys that work everywhere. */
export const createProgramHandler =
	({onFind, onHelp, onPrompt, onRedraw, onInvite}: Program): KeyHandler =>
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
				onFind();
				return true;
			}

			case 'invite': {
				onInvite();
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
