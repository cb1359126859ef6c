import {useRef} from 'react';
import {findOffsetByRow, layoutDraft} from './draft-layout.ts';
import type {KeyHandler} from '../terminal/use-key-handlers.ts';
import type {ComposerState} from './use-composer.ts';
import type {SubmitResult} from '../../chat/commands/types.ts';

type Options = {
	readonly composer: ComposerState;
	/** How wide the draft is drawn. */
	readonly columns: number;
	readonly onSend: (text: string) => SubmitResult;
	/** The sentence that refuses what was asked for. */
	readonly onRefusal: (text: string) => void;
	/** Enter with nothing written. */
	readonly onEmptyEnter: () => void;
	/** Ctrl+C with nothing written. */
	readonly onLeave: () => void;
	/** A mouse's wheel that the terminal turns into arrows. */
	readonly onWheel: (delta: -1 | 1) => void;
};

/** A draft that is longer than this, in lines or in characters, may be a paste that went wrong: it takes a second Enter. */
const manyLines = 8;
const manyCharacters = 4000;

/** The keys that write, send and throw away the draft. */
export const useComposerKeys = ({
	composer,
	columns,
	onSend,
	onRefusal,
	onEmptyEnter,
	onLeave,
	onWheel,
}: Options): KeyHandler => {
	/** The long draft that the user was asked about. */
	const asked = useRef<string>(undefined);
	/** Arrows in this turn: a wheel sends several at once, a finger does not. */
	const arrows = useRef(0);

	const submit = () => {
		const {text} = composer.current();
		if (text.trim() === '') {
			onEmptyEnter();
			return;
		}

		const lines = text.split('\n').length;
		if ((lines > manyLines || text.length > manyCharacters) && asked.current !== text) {
			asked.current = text;
			onRefusal(`This is ${lines} lines, ${text.length} characters. Enter sends it, Ctrl+C clears it.`);
			return;
		}

		const outcome = onSend(text);
		if (outcome.ok) {
			composer.edit({type: 'sent', text});
		} else {
			onRefusal(outcome.text);
		}
	};

	/** Terminals send a mouse's wheel as arrows, several at once: the first has gone to the history, and goes back. */
	const turnWheel = (delta: -1 | 1) => {
		if (arrows.current === 2) {
			composer.edit({type: delta === -1 ? 'history-forward' : 'history-back'});
			onWheel(delta);
		}

		onWheel(delta);
	};

	/** Within the draft; beyond its first and last row to what was sent before. */
	const move = (delta: -1 | 1) => {
		const offset = findOffsetByRow(layoutDraft(composer.current(), columns), delta);
		if (offset !== undefined) {
			composer.edit({type: 'move-to', offset});
			return;
		}

		if (arrows.current === 0) {
			setImmediate(() => {
				arrows.current = 0;
			});
		}

		arrows.current++;
		if (arrows.current > 1) {
			turnWheel(delta);
		} else {
			composer.edit({type: delta === -1 ? 'history-back' : 'history-forward'});
		}
	};

	const interrupt = () => {
		if (composer.current().text === '') {
			onLeave();
		} else {
			composer.edit({type: 'clear'});
		}
	};

	return press => {
		switch (press.type) {
			case 'edit': {
				composer.edit(press.action);
				return true;
			}

			case 'end': {
				composer.edit({type: 'end'});
				return true;
			}

			case 'submit': {
				submit();
				return true;
			}

			case 'interrupt': {
				interrupt();
				return true;
			}

			case 'up':
			case 'down': {
				move(press.type === 'up' ? -1 : 1);
				return true;
			}

			default: {
				return false;
			}
		}
	};
};
