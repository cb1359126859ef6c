import assert from 'node:assert/strict';
import test from 'node:test';
import {parseBackground, readColorFgBg} from '../../../source/screen/terminal/background-colour.ts';

test('black, blue and Solarized’s dark are dark, white, grey and Solarized’s light are light, and other text is neither', () => {
	for (const dark of [
		'rgb:0000/0000/0000',
		'rgb:00/00/ff',
		'rgb:0/0/0',
		'rgb:0000/2b2b/3636',
		'rgba:1e1e/1e1e/2e2e/ffff',
		'#2e3436',
	]) {
		assert.equal(parseBackground(dark), 'dark', dark);
	}

	for (const light of [
		'rgb:ffff/ffff/ffff',
		'rgb:f/f/f',
		'rgb:fff/fff/fff',
		'rgb:fdfd/f6f6/e3e3',
		'rgb:bb/bb/bb',
		'#ffffff',
	]) {
		assert.equal(parseBackground(light), 'light', light);
	}

	for (const neither of ['', 'rgb:', 'rgb:12345/0/0', 'black', 'rgb:00/00', '?']) {
		assert.equal(parseBackground(neither), undefined, neither);
	}
});

test('COLORFGBG says whether the background is dark if it ends with one of the 16 colours', () => {
	for (const [text, background] of [
		['15;0', 'dark'],
		['0;15', 'light'],
		['0;default;7', 'light'],
		['7;8', 'dark'],
		['15;default', undefined],
		['0;99', undefined],
		[undefined, undefined],
	] as const) {
		assert.equal(readColorFgBg({COLORFGBG: text}), background, text);
	}
});
