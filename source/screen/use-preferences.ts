import {useCallback, useState} from 'react';
import type {Bell, Theme} from '../config/preferences.ts';
import {useChooseTheme} from './primitives/theme-context.ts';

/** What the user has settled before, and how it is kept. */
export type Preferences = {
	readonly bell?: Bell | undefined;
	readonly theme?: Theme | undefined;
	/** The terminal tells of the mouse: its wheel and its clicks are the program's. */
	readonly hasMouse?: boolean | undefined;
	/** Panes that are shown only when they are asked for. */
	readonly hidden?: ReadonlyArray<'log' | 'peers'> | undefined;
	/** What is wrong with them: a sentence. */
	readonly problem?: string | undefined;
	/** Each keeps one. Gives the sentence that says why it could not. */
	readonly saveBell?: (bell: Bell) => string | undefined;
	readonly saveTheme?: (theme: Theme) => string | undefined;
	readonly saveMouse?: (isOn: boolean) => string | undefined;
};

/** What holds now: what was settled before, until the user settles something else. `onProblem`: it holds, but cannot be kept. */
export const usePreferences = (
	{bell: firstBell = 'mention', hasMouse: hadMouse = false, saveBell, saveTheme, saveMouse}: Preferences,
	onProblem: (problem: string | undefined) => void,
) => {
	const [bell, setBell] = useState<Bell>(firstBell);
	const chooseTheme = useChooseTheme();
	const [hasMouse, setHasMouse] = useState(hadMouse);
	return {
		bell,
		hasMouse,
		setBell: useCallback(
			(wanted: Bell) => {
				setBell(wanted);
				onProblem(saveBell?.(wanted));
			},
			[saveBell, onProblem],
		),
		setTheme: useCallback(
			(wanted: Theme) => {
				chooseTheme(wanted);
				onProblem(saveTheme?.(wanted));
			},
			[chooseTheme, saveTheme, onProblem],
		),
		setMouse: useCallback(
			(isOn: boolean) => {
				setHasMouse(isOn);
				onProblem(saveMouse?.(isOn));
			},
			[saveMouse, onProblem],
		),
	};
};
