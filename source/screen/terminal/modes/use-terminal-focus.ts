import {useSyncExternalStore} from 'react';
import {useTerminal} from './terminal-context.ts';

const neverChanges = () => () => undefined;

/**
Returns whether the terminal's window has the focus; undefined until the terminal reports it, which
some never do.
*/
export const useTerminalFocus = (): boolean | undefined => {
	const focus = useTerminal()?.focus;
	return useSyncExternalStore(focus?.subscribe ?? neverChanges, () => focus?.get());
};
