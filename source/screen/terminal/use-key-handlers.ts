import {usePaste} from 'ink';
import type {KeyPress} from './keys.ts';
import {useKeys} from './use-keys.ts';

/** Does what a key says, if it is one for this part of the screen. False: somebody else may take it. */
export type TakesKey = (press: KeyPress) => boolean;

type Commands = {
	/** Comes before whatever a key does. */
	readonly onKey: (press: KeyPress) => void;
	/** Asked in turn, until one takes the key. */
	readonly takers: readonly TakesKey[];
	readonly onPaste: (text: string) => void;
	/** Somebody else reads what is pasted. */
	readonly isPasteTaken: boolean;
};

/** Gives each key to the part of the screen that it is for. */
export const useCommands = ({onKey, takers, onPaste, isPasteTaken}: Commands) => {
	useKeys(press => {
		onKey(press);
		takers.some(takesKey => takesKey(press));
	});
	usePaste(onPaste, {isActive: !isPasteTaken});
};
