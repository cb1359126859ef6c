import type {Theme} from '../../config/preferences.ts';

/**
All colours and styles of the screen. Of the 16 colours of the terminal's own scheme, each palette
uses only those that common schemes (xterm, VGA, Tango, Windows, macOS, Solarized) keep readable on
its background. Blue and grey are unreadable on black, and in Solarized grey is the background
itself; yellow, cyan, green, white and most bright colours are unreadable on white.

A terminal with 256 colours shows authors in 12 of its colour cube, which no scheme changes. They
were chosen for contrast with common backgrounds and for distance from one another.
*/

type NamedColour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'gray' | 'redBright' | 'magentaBright';

export type Colour = NamedColour | `ansi256(${number})`;

export type TextStyle = {
	readonly color?: Colour | 'black';
	readonly backgroundColor?: 'white';
	readonly bold?: boolean;
	readonly dimColor?: boolean;
	readonly inverse?: boolean;
	readonly underline?: boolean;
};

/** A colour for each meaning. Marks and styles repeat every meaning for palettes without colour. */
type ColourScheme = {
	readonly good?: Colour;
	readonly waiting?: Colour;
	readonly bad?: Colour;
	readonly news?: Colour;
	/** For the names of authors, in the order in which they are given out. At most 12. */
	readonly authors?: readonly Colour[];
	/** For secondary text. */
	readonly quiet: TextStyle;
};

const createPalette = ({good, waiting, bad, news, authors = [], quiet}: ColourScheme) =>
	({
		plain: {},
		header: {inverse: true, bold: true},
		headerQuiet: {inverse: true},
		headerTrouble: {color: bad, inverse: true, bold: true},
		title: {bold: true},
		quiet,
		rule: quiet,
		ownName: {bold: true},
		delivered: {color: good},
		underway: {color: waiting, bold: true},
		refused: {color: bad, bold: true},
		warning: {color: waiting, bold: true},
		failure: {color: bad, bold: true},
		news: {color: news, bold: true},
		mention: {color: waiting, bold: true},
		private: {color: news, bold: true},
		match: {inverse: true},
		currentMatch: {color: waiting, inverse: true, bold: true, underline: true},
		here: {color: good},
		away: {color: waiting},
		verb: {color: news},
		trouble: {color: bad},
		retry: {color: waiting},
		prompt: {color: news, bold: true},
		key: {bold: true},
		// Not a matter of taste, so also without colours: a scanner needs dark on light.
		qr: {color: 'black', backgroundColor: 'white'},
		author0: {color: authors[0]},
		author1: {color: authors[1]},
		author2: {color: authors[2]},
		author3: {color: authors[3]},
		author4: {color: authors[4]},
		author5: {color: authors[5]},
		author6: {color: authors[6]},
		author7: {color: authors[7]},
		author8: {color: authors[8]},
		author9: {color: authors[9]},
		author10: {color: authors[10]},
		author11: {color: authors[11]},
	}) satisfies Record<string, TextStyle>;

export type Tone = keyof ReturnType<typeof createPalette>;

export type Palette = Readonly<Record<Tone, TextStyle>>;

export type Background = 'dark' | 'light';

const schemes = {
	dark: {
		good: 'green',
		waiting: 'yellow',
		bad: 'redBright',
		news: 'cyan',
		authors: ['cyan', 'magentaBright', 'green', 'yellow', 'redBright'],
		quiet: {dimColor: true},
	},
	// Faint text is barely visible in some light schemes; grey is not.
	light: {
		good: 'blue',
		waiting: 'magenta',
		bad: 'red',
		news: 'blue',
		authors: ['blue', 'magenta', 'red'],
		quiet: {color: 'gray'},
	},
	/** For an unknown background: readable on black, and mostly readable on white. */
	neutral: {
		good: 'green',
		waiting: 'yellow',
		bad: 'red',
		news: 'cyan',
		authors: ['cyan', 'magenta', 'green', 'yellow', 'red'],
		quiet: {dimColor: true},
	},
	/** No colours: bold, faint and inverse only. */
	none: {quiet: {dimColor: true}},
} satisfies Readonly<Record<Exclude<Theme, 'auto'> | 'neutral', ColourScheme>>;

type PaletteName = keyof typeof schemes;

export const palettes = {
	dark: createPalette(schemes.dark),
	light: createPalette(schemes.light),
	neutral: createPalette(schemes.neutral),
	none: createPalette(schemes.none),
} satisfies Readonly<Record<PaletteName, Palette>>;

const fromCube = (numbers: readonly number[]) => numbers.map((number): Colour => `ansi256(${number})`);

/** The palettes of terminals with 256 colours. */
export const richPalettes = {
	dark: createPalette({
		...schemes.dark,
		authors: fromCube([45, 207, 40, 208, 142, 141, 211, 219, 114, 39, 36, 147]),
	}),
	light: createPalette({
		...schemes.light,
		authors: fromCube([25, 129, 160, 90, 18, 21, 88, 22, 162, 56, 27, 94]),
	}),
	neutral: createPalette({
		...schemes.neutral,
		authors: fromCube([31, 201, 196, 99, 28, 162, 128, 27, 133, 136, 104, 166]),
	}),
	none: palettes.none,
} satisfies Readonly<Record<PaletteName, Palette>>;

type Surroundings = {
	/** Undefined if the terminal does not report it. */
	readonly background: Background | undefined;
	/**
	NO_COLOR is set (https://no-color.org). A theme chosen by name, here or in the settings,
	overrides it.
	*/
	readonly isColourless: boolean;
	/** True if the terminal has 256 colours or more. */
	readonly hasManyColours: boolean;
};

export const choosePalette = (theme: Theme, {background, isColourless, hasManyColours}: Surroundings): Palette => {
	const list = hasManyColours ? richPalettes : palettes;
	return list[theme === 'auto' ? (isColourless ? 'none' : (background ?? 'neutral')) : theme];
};

const authorTones = [
	'author0',
	'author1',
	'author2',
	'author3',
	'author4',
	'author5',
	'author6',
	'author7',
	'author8',
	'author9',
	'author10',
	'author11',
] as const satisfies readonly Tone[];

/** Returns a tone for each colour that authors may have in a palette. */
export const listAuthorTones = (palette: Palette): readonly Tone[] =>
	authorTones.filter(tone => palette[tone].color !== undefined);
