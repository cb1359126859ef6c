import type {Theme} from '../../config/preferences.ts';

/**
All colours and styles of the screen. Only the 16 colours of the terminal's own scheme are used, and
in each palette only those that common schemes (xterm, VGA, Tango, Windows, macOS, Solarized) keep
readable on its background. Blue and grey are unreadable on black, and in Solarized grey is the
background itself; yellow, cyan, green, white and most bright colours are unreadable on white.
*/

export type Colour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'gray' | 'redBright' | 'magentaBright';

export type TextStyle = {
	readonly color?: Colour;
	readonly bold?: boolean;
	readonly dimColor?: boolean;
	readonly inverse?: boolean;
};

/** A colour for each meaning. Marks and styles repeat every meaning for palettes without colour. */
type ColourScheme = {
	readonly good?: Colour;
	readonly waiting?: Colour;
	readonly bad?: Colour;
	readonly news?: Colour;
	readonly peers?: readonly [Colour, Colour, Colour];
	/** For secondary text. */
	readonly quiet: TextStyle;
};

const createPalette = ({good, waiting, bad, news, peers, quiet}: ColourScheme) =>
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
		here: {color: good},
		away: {color: waiting},
		verb: {color: news},
		trouble: {color: bad},
		retry: {color: waiting},
		prompt: {color: news, bold: true},
		key: {bold: true},
		peer0: {color: peers?.[0]},
		peer1: {color: peers?.[1]},
		peer2: {color: peers?.[2]},
	}) satisfies Record<string, TextStyle>;

export type Tone = keyof ReturnType<typeof createPalette>;

export type Palette = Readonly<Record<Tone, TextStyle>>;

export type Background = 'dark' | 'light';

export const palettes = {
	dark: createPalette({
		good: 'green',
		waiting: 'yellow',
		bad: 'redBright',
		news: 'cyan',
		peers: ['cyan', 'magentaBright', 'green'],
		quiet: {dimColor: true},
	}),
	// Faint text is barely visible in some light schemes; grey is not.
	light: createPalette({
		good: 'blue',
		waiting: 'magenta',
		bad: 'red',
		news: 'blue',
		peers: ['blue', 'magenta', 'red'],
		quiet: {color: 'gray'},
	}),
	/** For an unknown background: readable on black, and mostly readable on white. */
	neutral: createPalette({
		good: 'green',
		waiting: 'yellow',
		bad: 'red',
		news: 'cyan',
		peers: ['cyan', 'magenta', 'green'],
		quiet: {dimColor: true},
	}),
	/** No colours: bold, faint and inverse only. */
	none: createPalette({quiet: {dimColor: true}}),
} satisfies Readonly<Record<string, Palette>>;

type Surroundings = {
	/** Undefined if the terminal does not report it. */
	readonly background: Background | undefined;
	/**
	NO_COLOR is set (https://no-color.org). A theme chosen by name, here or in the settings,
	overrides it.
	*/
	readonly isColourless: boolean;
};

export const choosePalette = (theme: Theme, {background, isColourless}: Surroundings): Palette => {
	if (theme !== 'auto') {
		return palettes[theme];
	}

	return palettes[isColourless ? 'none' : (background ?? 'neutral')];
};

const peerTones = ['peer0', 'peer1', 'peer2'] as const satisfies readonly Tone[];

/** Returns the same colour for the same member every time. */
export const choosePeerTone = (id: string): Tone => {
	let sum = 0;
	for (const character of id) {
		sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
	}

	return peerTones[sum % peerTones.length] ?? 'plain';
};
