import process from 'node:process';

/** What the screen draws with, and in the same order what stands for it where the locale has only ASCII. Each takes one column. */
const unicodeGlyphs = '│─┴●○◌◐✓✕→←↑↓›·—⋮…×»';
const asciiGlyphs = '|-+*o.?+x><^v>--:~x>';
const replacements = new Map([...unicodeGlyphs].map((glyph, index) => [glyph, asciiGlyphs.charAt(index)]));

const anyGlyph = new RegExp(`[${unicodeGlyphs}]`, 'gu');

/** Whether a locale that names its encoding names another one than UTF-8. One that names none is not believed: most such terminals can. */
export const isAsciiLocale = ({LC_ALL, LC_CTYPE, LANG}: Readonly<Record<string, string | undefined>>): boolean => {
	const locale = [LC_ALL, LC_CTYPE, LANG].find(value => value !== undefined && value !== '');
	return locale !== undefined && !/utf-?8/i.test(locale);
};

const isAscii = isAsciiLocale(process.env);

/** The text with what is drawn with in a form that the terminal has. */
export const replaceGlyphs = (text: string): string =>
	isAscii ? text.replaceAll(anyGlyph, glyph => replacements.get(glyph) ?? '?') : text;
