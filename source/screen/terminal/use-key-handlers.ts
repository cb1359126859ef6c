import {usePaste} from 'ink';
import type {KeyPress} from './keys.ts';
import {useKeys} from './use-keys.ts';

/**
Handles a key. Returns false if the key means nothing here, so that the next handler is asked.
*/
export type KeyHandler = (press: KeyPress) => boolean;

type Options = {
	/** Called for every key, before the handlers. */
	readonly onKey: (press: KeyPress) => void;
	/** Called in turn until one returns true. */
	readonly handlers: readonly KeyHandler[];
	/** Whether Alt and a letter do something here. If not, they are Escape and the letter. */
	readonly hasMeaning: (chord: KeyPress) => boolean;
	readonly onPaste: (text: string) => void;
};

/** Passes each key to the first handler that knows it. */
export const useKeyHandlers = ({onKey, handlers, hasMeaning, onPaste}: Options) => {
	useKeys(press => {
		onKey(press);
		handlers.some(handle => handle(press));
	}, hasMeaning);
	usePaste(onPaste);
};
