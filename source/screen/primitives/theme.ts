import type {Theme} from '../../config/preferences.ts';

/**
Every colour and style of the screen. Only the 16 colours that the terminal's own scheme defines, and in each palette only those that
common schemes (xterm, VGA, Tango, Windows, macOS, Solarized) leave readable on its background. Blue and grey drown on black,
and Solarized makes grey the background itself; yellow, cyan, green, white and most bright ones fade on white.
*/

export type Colour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'gray' | 'redBright' | 'magentaBright';

export type TextStyle = {
	readonly color?: Colour;
	readonly bold?: boolean;
	readonly dimColor?: boolean;
	readonly inverse?: boolean;
};

/** What the colours stand for. Without one, the style and the mark beside it say the same. */
type ColourScheme = {
	readonly good?: Colour;
	readonly waiting?: Colour;
	readonly bad?: Colour;
	readonly news?: Colour;
	readonly peers?: readonly [Colour, Colour, Colour];
	/** What may be overlooked. */
	readonly quiet: TextStyle;
};

const createPalette = ({good, waiting, bad, news, peers, quiet}: ColourScheme) =>
	({
		plain: {},
		header: {inverse: true, bold: true},
		headerQuiet: {inverse: true},
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
	// Faint text all but disappears on some light schemes; grey does not.
	light: createPalette({
		good: 'blue',
		waiting: 'magenta',
		bad: 'red',
		news: 'blue',
		peers: ['blue', 'magenta', 'red'],
		quiet: {color: 'gray'},
	}),
	/** Where nobody tells what the background is: nothing that is unreadable on black, and little that is faint on white. */
	neutral: createPalette({
		good: 'green',
		waiting: 'yellow',
		bad: 'red',
		news: 'cyan',
		peers: ['cyan', 'magenta', 'green'],
		quiet: {dimColor: true},
	}),
	/** Bold, faint and inverse are not colours. */
	none: createPalette({quiet: {dimColor: true}}),
} satisfies Readonly<Record<string, Palette>>;

type Surroundings = {
	/** As far as anybody tells. */
	readonly background: Background | undefined;
	/** NO_COLOR is set (https://no-color.org). A theme that was chosen by its name, here or in the settings, is stronger. */
	readonly isColourless: boolean;
};

export const choosePalette = (theme: Theme, {background, isColourless}: Surroundings): Palette => {
	if (theme !== 'auto') {
		return palettes[theme];
	}

	return palettes[isColourless ? 'none' : (background ?? 'neutral')];
};

const peerTones = ['peer0', 'peer1', 'peer2'] as const satisfies readonly Tone[];

/** The same person always has the same colour. */
export const choosePeerTone = (id: string): Tone => {
	let sum = 0;
	for (const character of id) {
		sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
	}

	return peerTones[sum % peerTones.length] ?? 'plain';
};
