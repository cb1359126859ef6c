import process from 'node:process';

/**
The symbols that the screen uses, and in the same order their ASCII replacements. One column each.
*/
const unicodeGlyphs = '│─┴●○◌◐✓✕→←↑↓›·—⋮…×»⇄≈–';
const asciiGlyphs = '|-+*o.?+x><^v>--:~x>=~-';
const replacements = new Map([...unicodeGlyphs].map((glyph, index) => [glyph, asciiGlyphs.charAt(index)]));

const anyGlyph = new RegExp(`[${unicodeGlyphs}]`, 'gu');

/**
Returns true if the locale names an encoding other than UTF-8. A locale that names none counts as
UTF-8: most such terminals support it.
*/
export const isAsciiLocale = ({LC_ALL, LC_CTYPE, LANG}: Readonly<Record<string, string | undefined>>): boolean => {
	const locale = [LC_ALL, LC_CTYPE, LANG].find(value => value !== undefined && value !== '');
	return locale !== undefined && !/utf-?8/i.test(locale);
};

const isAscii = isAsciiLocale(process.env);

/** Whether the terminal shows block elements, for which there is no replacement. */
export const hasBlocks = !isAscii;

/** Replaces the symbols by ASCII if the terminal's locale is not UTF-8. */
export const replaceGlyphs = (text: string): string =>
	isAscii ? text.replaceAll(anyGlyph, glyph => replacements.get(glyph) ?? '?') : text;
