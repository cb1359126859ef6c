import type {KeyHandler} from '../terminal/use-key-handlers.ts';
import type {KeyPress} from '../terminal/keys.ts';
import type {Draft} from './draft.ts';
import {canChange} from './editor.ts';
import {useComposer} from './use-composer.ts';

/** The keys of the composer, for a prompt of one line. */
export type LineField = {
	readonly draft: Draft;
	/** Returns the newest text, also between a key and the next render. */
	readonly current: () => string;
	/** Edits and submits; false for a key that means nothing in a field. */
	readonly handleKey: KeyHandler;
	/** Whether Alt and a letter change the text or move in it. */
	readonly hasMeaning: (chord: KeyPress) => boolean;
	/** Inserts what was pasted. Submits nothing. */
	readonly paste: (text: string) => void;
	readonly clear: () => void;
};

type Options = {
	readonly onSubmit: (text: string) => void;
	/** Called after each change. */
	readonly onChange?: () => void;
};

/** In UTF-16 code units. The rest of a longer paste is dropped. */
const longestPaste = 4096;
const leadingLineEnds = /^[\n\v\f\r\u0085\u2028\u2029]+/;
const lineEnds = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/** Makes one line of a pasted text: line ends and tabs become spaces, except at its start. */
export const joinPastedLines = (text: string): string =>
	text.slice(0, longestPaste).replace(leadingLineEnds, '').replaceAll(lineEnds, ' ').toWellFormed();

/**
Edits one line of text. Each key works on the result of the key before it, also when one read holds
several.
*/
export const useLineField = ({onSubmit, onChange}: Options): LineField => {
	const composer = useComposer();
	const edit: typeof composer.edit = action => {
		const before = composer.current().text;
		composer.edit(action);
		if (composer.current().text !== before) {
			onChange?.();
		}
	};

	const submit = () => {
		onSubmit(composer.current().text.trim());
	};

	return {
		draft: composer.draft,
		current: () => composer.current().text,
		handleKey(press) {
			switch (press.type) {
				case 'edit': {
					// A field has no second line: what begins one in the composer submits here.
					if (press.action.type === 'newline') {
						submit();
					} else {
						edit(press.action);
					}

					return true;
				}

				case 'submit': {
					submit();
					return true;
				}

				case 'top': {
					edit({type: 'home'});
					return true;
				}

				case 'end':
				case 'bottom': {
					edit({type: 'end'});
					return true;
				}

				default: {
					return false;
				}
			}
		},
		hasMeaning: chord => chord.type === 'edit' && canChange(composer.current(), chord.action),
		paste(text) {
			const line = joinPastedLines(text);
			edit({type: 'insert', text: composer.current().text === '' ? line.trimStart() : line});
		},
		clear() {
			composer.edit({type: 'clear'});
		},
	};
};
