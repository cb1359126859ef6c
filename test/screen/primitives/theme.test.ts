import assert from 'node:assert/strict';
import test from 'node:test';
import type {Delivery, HistoryItem} from '../../../source/chat/state.ts';
import type {Member} from '../../../source/room/member.ts';
import {layoutItem} from '../../../source/screen/messages/message-rows.ts';
import {choosePresenceMark} from '../../../source/screen/panes/peer-rows.ts';
import {
	choosePalette,
	listAuthorTones,
	palettes,
	richPalettes,
	type Palette,
	type TextStyle,
	type Tone,
} from '../../../source/screen/primitives/theme.ts';

/** The 16 colours of common schemes, and what they are drawn on. */
const schemes = {
	xterm:
		'000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff',
	vga: '000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff',
	tango:
		'2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf 555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec',
	windows:
		'0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc 767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2',
	macos:
		'000000 990000 00a600 999900 0000b2 b200b2 00a6b2 bfbfbf 666666 e50000 00d900 e5e500 0000ff e500e5 00e5e5 e5e5e5',
	solarized:
		'073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5 002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3',
};
const backgrounds = {dark: '000000', light: 'ffffff'};
const solarized = {dark: '002b36', light: 'fdf6e3'};
const order = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

const numberOf = (name: string): number => {
	if (name === 'gray') {
		return 8;
	}

	return order.indexOf(name.replace('Bright', '')) + (name.endsWith('Bright') ? 8 : 0);
};

/** Undoes the gamma of sRGB. */
const linearize = (part: number): number => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

const luminance = (hex: string): number => {
	const [r = 0, g = 0, b = 0] = [0, 2, 4].map(at => {
		return linearize(Number.parseInt(hex.slice(at, at + 2), 16) / 255);
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

/** The contrast of WCAG 2, from 1 to 21. */
const contrast = (one: string, other: string): number => {
	const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
	return (high + 0.05) / (low + 0.05);
};

/** Lists the tones that stand on the terminal's own background. */
const tonesOf = (palette: Palette) =>
	(Object.entries(palette) as ReadonlyArray<[Tone, TextStyle]>).filter(([, style]) => !style.backgroundColor);
const colourless = ({color, ...style}: TextStyle) => style;

test('no palette uses a colour that is unreadable on its background', () => {
	const forbidden = {
		dark: /^(black|blue|gray)$/,
		light: /^(green|yellow|cyan|white|\w+Bright)$/,
		neutral: /^(black|blue|white|gray|\w+Bright)$/,
		none: /./,
	};
	for (const [name, palette] of Object.entries(palettes)) {
		for (const [tone, {color = ''}] of tonesOf(palette)) {
			assert.doesNotMatch(color, forbidden[name as keyof typeof palettes], `${name} ${tone}`);
		}
	}
});

test('each colour has a contrast of 3 in every common scheme, and of 2.5 where a terminal makes bold text bright', () => {
	for (const ground of ['dark', 'light'] as const) {
		for (const [tone, {color, bold}] of tonesOf(palettes[ground])) {
			for (const [scheme, list] of color === undefined ? [] : Object.entries(schemes)) {
				const hexes = list.split(' ');
				const number = numberOf(color ?? '');
				const background = scheme === 'solarized' ? solarized[ground] : backgrounds[ground];
				const what = `${tone}, ${color} on ${ground} ${scheme}`;
				assert.ok(contrast(hexes[number] ?? '', background) >= 3, what);
				assert.ok(!bold || contrast(hexes[(number % 8) + 8] ?? '', background) >= 2.5, `bold ${what}`);
			}
		}
	}
});

test('a tone with a background of its own has a contrast of 7 in every common scheme', () => {
	const {color, backgroundColor} = palettes.none.qr;
	for (const [scheme, list] of Object.entries(schemes)) {
		const hexes = list.split(' ');
		const [ink = '', paper = ''] = [hexes[numberOf(color)], hexes[numberOf(backgroundColor)]];
		assert.ok(contrast(ink, paper) >= 7, scheme);
	}
});

test('quiet text is not faint on a light background, where faint is barely visible', () => {
	assert.equal(palettes.light.quiet.dimColor, undefined);
	assert.equal(palettes.light.rule.dimColor, undefined);
});

test('styles other than colour are the same in every theme', () => {
	const {quiet, rule, ...none} = palettes.none;
	for (const palette of Object.values(palettes)) {
		for (const [tone, style] of Object.entries(none)) {
			assert.deepEqual(colourless(palette[tone as Tone]), colourless(style), tone);
		}
	}
});

test('tones that differ in meaning differ without colour as well', () => {
	const styleOf = (tone: Tone) => JSON.stringify(palettes.none[tone]);
	const pairs: ReadonlyArray<readonly [Tone, Tone]> = [
		['mention', 'plain'],
		['match', 'plain'],
		['match', 'mention'],
		['title', 'plain'],
		['ownName', 'author0'],
		['ownName', 'author1'],
		['ownName', 'author2'],
		['key', 'quiet'],
		['header', 'plain'],
		['news', 'quiet'],
		['news', 'rule'],
	];
	for (const [one, other] of pairs) {
		assert.notEqual(styleOf(one), styleOf(other), `${one} ${other}`);
	}
});

test('marks differ by their form, not only by colour', () => {
	const rowOf = (delivery: Delivery): string => {
		const item: HistoryItem = {
			kind: 'message',
			key: 'k',
			at: 0,
			from: 'me',
			fromId: 'm',
			text: 'Hi',
			own: true,
			delivery,
		};
		const rows = layoutItem(item, false, {columns: 60, nameColumns: 6, myName: 'me'});
		return rows.map(row => row.map(({text}) => text).join('')).join('\n');
	};

	const deliveries = ['logged', 'sent', 'refused'] as const;
	assert.equal(new Set(deliveries.map(delivery => rowOf(delivery))).size, deliveries.length);
	const member: Member = {id: 'a', name: 'a', address: 'a', status: 'here', since: 0};
	assert.notEqual(choosePresenceMark(member).text, choosePresenceMark({...member, status: 'away'}).text);
});

/** The backgrounds of common schemes: xterm, VS Code, Solarized, Tango, One Dark, Ubuntu. */
const grounds = {
	dark: ['000000', '1e1e1e', '002b36', '2e3436', '282c34', '300a24'],
	light: ['ffffff', 'fdf6e3', 'eee8d5'],
	neutral: ['000000', '1e1e1e', 'ffffff'],
};

/** Returns the value of a colour in the cube of 6×6×6, which terminals have alike. */
const findCubeHex = (color = ''): string => {
	const number = Number(/^ansi256\((\d+)\)$/.exec(color)?.[1]) - 16;
	assert.ok(number >= 0 && number < 216, color);
	const levels = [0, 95, 135, 175, 215, 255];
	return [Math.floor(number / 36), Math.floor(number / 6) % 6, number % 6]
		.map(level => (levels[level] ?? 0).toString(16).padStart(2, '0'))
		.join('');
};

/** Converts to OKLab, in which distances are as people see them. */
const convertToLab = (hex: string): readonly number[] => {
	const [r = 0, g = 0, b = 0] = [0, 2, 4].map(at => linearize(Number.parseInt(hex.slice(at, at + 2), 16) / 255));
	const l = Math.cbrt(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
	const m = Math.cbrt(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
	const s = Math.cbrt(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
	return [
		0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
		1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
		0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
	];
};

const measureDistance = (one: string, other: string): number => {
	const second = convertToLab(other);
	return Math.hypot(...convertToLab(one).map((value, index) => value - (second[index] ?? 0)));
};

test('with 256 colours, 12 authors are told apart and are readable on common backgrounds', () => {
	const leastContrast = {dark: 4.5, light: 4, neutral: 3};
	for (const ground of ['dark', 'light', 'neutral'] as const) {
		const palette: Palette = richPalettes[ground];
		const tones = listAuthorTones(palette);
		const hexes = tones.map(tone => findCubeHex(palette[tone].color));
		assert.equal(hexes.length, 12);
		for (const [place, hex] of hexes.entries()) {
			for (const background of grounds[ground]) {
				assert.ok(contrast(hex, background) >= leastContrast[ground], `${hex} on ${background}`);
			}

			for (const other of hexes.slice(place + 1)) {
				assert.ok(measureDistance(hex, other) >= 0.095, `${hex} ${other} on ${ground}`);
			}
		}
	}
});

test('a palette has no colour for authors twice, and none without colours', () => {
	for (const list of [palettes, richPalettes]) {
		for (const [name, palette] of Object.entries<Palette>(list)) {
			const colours = listAuthorTones(palette).map(tone => palette[tone].color);
			assert.equal(new Set(colours).size, colours.length, name);
			assert.equal(colours.length > 0, name !== 'none', name);
		}
	}
});

test('auto follows the terminal, is neutral if that is unknown, and none with NO_COLOR; a named theme overrides both', () => {
	const auto = (background: 'dark' | 'light' | undefined, isColourless = false) =>
		choosePalette('auto', {background, isColourless, hasManyColours: false});
	assert.equal(auto('dark'), palettes.dark);
	assert.equal(auto('light'), palettes.light);
	assert.equal(auto(undefined), palettes.neutral);
	assert.equal(auto('dark', true), palettes.none);
	assert.equal(choosePalette('light', {background: 'dark', isColourless: true, hasManyColours: false}), palettes.light);
	const rich = {background: 'dark', isColourless: false, hasManyColours: true} as const;
	assert.equal(choosePalette('auto', rich), richPalettes.dark);
	assert.equal(choosePalette('none', rich), palettes.none);
});
