import process from 'node:process';

/** Every colour and style of the screen. Only the 16 colours that the terminal's own scheme defines, and none that is unreadable on white or on black. */

type Colour = 'red' | 'green' | 'yellow' | 'magenta' | 'cyan';

export type TextStyle = {
	readonly color?: Colour;
	readonly bold?: boolean;
	readonly dimColor?: boolean;
	readonly inverse?: boolean;
};

// Chalk does not read NO_COLOR (https://no-color.org). Bold, dim and inverse are not colours.
const hasColour = !process.env.NO_COLOR;
const colour = (color: Colour): TextStyle => (hasColour ? {color} : {});

export const theme = {
	plain: {},
	header: {inverse: true, bold: true},
	headerQuiet: {inverse: true},
	title: {bold: true},
	quiet: {dimColor: true},
	rule: {dimColor: true},
	ownName: {bold: true},
	delivered: colour('green'),
	underway: {...colour('yellow'), bold: true},
	refused: {...colour('red'), bold: true},
	notice: {...colour('yellow'), bold: true},
	failure: {...colour('red'), bold: true},
	news: {...colour('cyan'), bold: true},
	mention: {...colour('yellow'), bold: true},
	private: {...colour('magenta'), bold: true},
	found: {inverse: true},
	here: colour('green'),
	away: colour('yellow'),
	verb: colour('cyan'),
	trouble: colour('red'),
	retry: colour('yellow'),
	prompt: {...colour('cyan'), bold: true},
	key: {bold: true},
	peer0: colour('cyan'),
	peer1: colour('magenta'),
	peer2: colour('green'),
} satisfies Record<string, TextStyle>;

export type Tone = keyof typeof theme;

const peerTones = ['peer0', 'peer1', 'peer2'] as const satisfies readonly Tone[];

/** The same person always has the same colour. */
export const peerTone = (id: string): Tone => {
	let sum = 0;
	for (const character of id) {
		sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
	}

	return peerTones[sum % peerTones.length] ?? 'plain';
};
