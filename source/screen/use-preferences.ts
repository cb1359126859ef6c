import {useCallback, useState} from 'react';
import type {Bell, Theme} from '../config/preferences.ts';
import {useChooseTheme} from './primitives/theme-context.ts';

/** The user's saved preferences, and how to save changes. */
export type Preferences = {
	readonly bell?: Bell | undefined;
	readonly theme?: Theme | undefined;
	/** Whether the program uses the mouse's wheel and clicks. */
	readonly hasMouse?: boolean | undefined;
	/** Panes that are shown only on request. */
	readonly hidden?: ReadonlyArray<'log' | 'peers'> | undefined;
	/** A sentence about what is wrong with the settings file. */
	readonly problem?: string | undefined;
	/** Saves the bell. These functions return a sentence if saving failed. */
	readonly saveBell?: (bell: Bell) => string | undefined;
	readonly saveTheme?: (theme: Theme) => string | undefined;
	readonly saveMouse?: (isOn: boolean) => string | undefined;
};

/**
Holds the preferences of this run. A change applies at once and is saved; `onProblem` is called with
a sentence if saving failed.
*/
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
