import {usePaste} from 'ink';
import type {KeyPress} from './keys.ts';
import {useKeys} from './use-keys.ts';

/** Does what a key says, if it is one for this part of the screen. False: somebody else may take it. */
export type KeyHandler = (press: KeyPress) => boolean;

type Options = {
	/** Comes before whatever a key does. */
	readonly onKey: (press: KeyPress) => void;
	/** Asked in turn, until one takes the key. */
	readonly handlers: readonly KeyHandler[];
	readonly onPaste: (text: string) => void;
	/** Somebody else reads what is pasted. */
	readonly isPasteTaken: boolean;
};

/** Gives each key to the part of the screen that it is for. */
export const useKeyHandlers = ({onKey, handlers, onPaste, isPasteTaken}: Options) => {
	useKeys(press => {
		onKey(press);
		handlers.some(handle => handle(press));
	});
	usePaste(onPaste, {isActive: !isPasteTaken});
};
