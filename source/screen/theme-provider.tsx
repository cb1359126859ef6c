import {useCallback, useEffect, useState, useSyncExternalStore, type ReactNode} from 'react';
import type {Theme} from '../config/preferences.ts';
import {choosePalette} from './primitives/theme.ts';
import {chooseThemeContext, paletteContext} from './primitives/theme-context.ts';
import type {TerminalBackground} from './terminal/terminal-background.ts';

type Props = {
	/** The theme of the user's settings. Default: `auto`. */
	readonly initial?: Theme | undefined;
	readonly background: TerminalBackground;
	/** Whether NO_COLOR is set. */
	readonly isColourless: boolean;
	/** Whether the terminal has 256 colours or more. Default: no. */
	readonly hasManyColours?: boolean;
	readonly children: ReactNode;
};

/**
Provides the palette of the current theme. Asks for the terminal's background when the theme is
`auto`.
*/
export function ThemeProvider({initial = 'auto', background, isColourless, hasManyColours = false, children}: Props) {
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
	// An effect of the parent runs after those of its children, so the terminal is in raw mode now.
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
			<paletteContext.Provider value={choosePalette(theme, {background: known, isColourless, hasManyColours})}>
				{children}
			</paletteContext.Provider>
		</chooseThemeContext.Provider>
	);
}
