/** Reads a terminal's background from its reply to OSC 11, or from the environment. Pure. */
import type {Background} from '../primitives/theme.ts';

/** OSC 11 with a question mark. */
export const backgroundQuery = '\u{1B}]11;?\u{1B}\\';

/** The relative luminance (WCAG 2) above which black text has a higher contrast than white. */
const middle = 0.179;

const linearize = (part: number) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

/**
Parses `rgb:RRRR/GGGG/BBBB` with 1 to 4 digits each, `rgba:` with a fourth part, or `#RRGGBB`.
Returns undefined for anything else.
*/
export const parseBackground = (colour: string): Background | undefined => {
	const hash = /^#(?<red>[\da-f]{2})(?<green>[\da-f]{2})(?<blue>[\da-f]{2})$/i;
	const slashes = /^rgba?:(?<red>[\da-f]{1,4})\/(?<green>[\da-f]{1,4})\/(?<blue>[\da-f]{1,4})(?:\/[\da-f]{1,4})?$/i;
	const {groups} = slashes.exec(colour) ?? hash.exec(colour) ?? {};
	if (!groups) {
		return undefined;
	}

	const {red = '', green = '', blue = ''} = groups;
	const [r = 0, g = 0, b = 0] = [red, green, blue].map(digits =>
		linearize(Number.parseInt(digits, 16) / (16 ** digits.length - 1)),
	);
	return 0.2126 * r + 0.7152 * g + 0.0722 * b > middle ? 'light' : 'dark';
};

/**
Reads COLORFGBG as rxvt, Konsole and others set it: `foreground;background`, each one of the 16
colours.
*/
export const readColorFgBg = ({
	COLORFGBG: text = '',
}: Readonly<Record<string, string | undefined>>): Background | undefined => {
	const number = /(?:^|;)(?<background>\d{1,2})$/.exec(text)?.groups?.background;
	if (number === undefined || Number(number) > 15) {
		return undefined;
	}

	return Number(number) < 7 || Number(number) === 8 ? 'dark' : 'light';
};
