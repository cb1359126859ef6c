import process from 'node:process';
import {useRef} from 'react';
import type {ComposerState} from './composer/use-composer.ts';
import {editText} from './terminal/editor/edit-text.ts';
import {useTerminal} from './terminal/modes/terminal-context.ts';
import type {KeyHandler} from './terminal/use-key-handlers.ts';

type Options = {
	readonly composer: ComposerState;
	/** Called with the reason why the draft is as it was. */
	readonly onRefusal: (text: string) => void;
};

/**
Ctrl+X Ctrl+E edits the draft in the user's own editor. The chat goes on meanwhile, undrawn. After
another key than Ctrl+E, Ctrl+X has done nothing.
*/
export const useExternalEditor = ({composer, onRefusal}: Options): KeyHandler => {
	const jobs = useTerminal()?.jobs;
	const isPrefixed = useRef(false);
	const edit = async (signal: AbortSignal) => {
		const result = await editText(composer.current().text, process.env, signal);
		if (result.ok) {
			composer.edit({type: 'replace', text: result.text, at: result.text.length});
		} else {
			onRefusal(result.reason);
		}
	};

	return press => {
		const wasPrefixed = isPrefixed.current;
		isPrefixed.current = press.type === 'prefix';
		if (press.type === 'prefix') {
			return true;
		}

		if (wasPrefixed && press.type === 'edit' && press.action.type === 'end') {
			void jobs?.lend(edit);
			return true;
		}

		return false;
	};
};
