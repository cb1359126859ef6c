import {createContext, useContext} from 'react';
import type {Terminal} from './terminal.ts';

/** Undefined where Ink draws into something else than a terminal, as in a test. */
export const terminalContext = createContext<Terminal | undefined>(undefined);

export const useTerminal = (): Terminal | undefined => useContext(terminalContext);
