import {createContext, useContext} from 'react';
import type {Theme} from '../../config/preferences.ts';
import {palettes, type Palette} from './theme.ts';

/** The palette that everything is drawn in. What is memoised hears of a new one as well. */
export const paletteContext = createContext<Palette>(palettes.neutral);

export const usePalette = (): Palette => useContext(paletteContext);

/** Draws everything in another theme, at once. */
export const chooseThemeContext = createContext<(theme: Theme) => void>(() => undefined);

export const useChooseTheme = () => useContext(chooseThemeContext);
