import {createContext, useContext} from 'react';
import type {Theme} from '../../config/preferences.ts';
import {palettes, type Palette} from './theme.ts';

/** The current palette. As a context, it also re-renders memoised components. */
export const paletteContext = createContext<Palette>(palettes.neutral);

export const usePalette = (): Palette => useContext(paletteContext);

/** Switches the theme at once. */
export const chooseThemeContext = createContext<(theme: Theme) => void>(() => undefined);

export const useChooseTheme = () => useContext(chooseThemeContext);
