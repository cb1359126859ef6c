import {useCallback, useEffect, useState, useSyncExternalStore, type ReactNode} from 'react';
import type {Theme} from '../config/preferences.ts';
import {choosePalette} from './primitives/theme.ts';
import {chooseThemeContext, paletteContext} from './primitives/theme-context.ts';
import type {TerminalBackground} from './terminal/terminal-background.ts';

type Props = {
	/** What the settings say: auto. */
	readonly initial?: Theme | undefined;
	readonly background: TerminalBackground;
	/** NO_COLOR is set. */
	readonly isColourless: boolean;
	readonly children: ReactNode;
};

/** Draws all that is in it in one theme, and finds out what the terminal's background is where that decides. */
export function ThemeProvider({initial = 'auto', background, isColourless, children}: Props) {
	const [theme, setTheme] = useState(initial);
	const known = useSyncExternalStore(background.subscribe, background.get);
	const ask = useCallback(
		(wanted: Theme) => {
			if (wanted === 'auto' && !isColourless) {
				background.query();
			}
		},
		[background, isColourless],
	);
	// The children's effects have run: the terminal is in raw mode.
	useEffect(() => {
		ask(initial);
	}, [ask, initial]);
	const choose = useCallback(
		(wanted: Theme) => {
			setTheme(wanted);
			ask(wanted);
		},
		[ask],
	);
	return (
		<chooseThemeContext.Provider value={choose}>
			<paletteContext.Provider value={choosePalette(theme, {background: known, isColourless})}>
				{children}
			</paletteContext.Provider>
		</chooseThemeContext.Provider>
	);
}
