import assert from 'node:assert/strict';
import test from 'node:test';
import {AnswerReader, readColorFgBg, parseBackground} from '../../../source/screen/terminal/background-answer.ts';

const read = (...chunks: readonly string[]) => {
	const reader = new AnswerReader();
	const parts = chunks.map(chunk => reader.feed(chunk));
	return {typed: parts.map(({typed}) => typed).join(''), answers: parts.flatMap(({answers}) => answers), reader};
};

const colours = ['rgb:1c1c/1c1c/1c1c', 'rgb:ff/ff/ff', 'rgba:0000/0000/0000/8000'];
const ends = {bel: '\u{7}', st: '\u{1B}\\', c1: '\u{9C}'};

test('an answer in any two or three pieces, with keys before and after it, gives its colour and the keys', () => {
	for (const colour of colours) {
		for (const end of Object.values(ends)) {
			const text = `ab\u{1B}[A\u{1B}]11;${colour}${end}é\u{1B}[B日`;
			for (let first = 0; first <= text.length; first++) {
				for (let second = first; second <= text.length; second++) {
					const {typed, answers} = read(text.slice(0, first), text.slice(first, second), text.slice(second));
					assert.deepEqual({typed, answers}, {typed: 'ab\u{1B}[Aé\u{1B}[B日', answers: [colour]}, `${first} ${second}`);
				}
			}
		}
	}
});

test('two answers in one read are two, and one a byte at a time is one', () => {
	const one = `\u{1B}]11;rgb:00/00/00${ends.st}`;
	assert.deepEqual(read(`${one}x${one}`).answers.length, 2);
	const {typed, answers} = read(...one, 'x');
	assert.deepEqual({typed, answers}, {typed: 'x', answers: ['rgb:00/00/00']});
});

test('keys that begin as an answer does are not held for ever, and none is lost', () => {
	for (const keys of ['\u{1B}', '\u{1B}]', '\u{1B}]1', '\u{1B}]11']) {
		const {typed, reader} = read(`a${keys}`);
		assert.equal(typed, 'a');
		assert.equal(reader.mayBeKey, true);
		assert.equal(reader.release(), keys);
		assert.equal(reader.mayBeKey, false);
		assert.deepEqual(reader.feed('xyz').typed, 'xyz');
	}

	assert.equal(read('\u{1B}b', '\u{1B}[1;5C', '\u{1B}]0;').typed, '\u{1B}b\u{1B}[1;5C\u{1B}]0;');
});

test('the rest of an answer that comes after its beginning was taken for a key is not typed', () => {
	for (const length of [1, 2, 3, 4]) {
		const text = `\u{1B}]11;rgb:ff/ff/ff${ends.bel}z`;
		const reader = new AnswerReader();
		reader.feed(text.slice(0, length));
		reader.release();
		assert.deepEqual(reader.feed(text.slice(length)), {typed: 'z', answers: ['rgb:ff/ff/ff']});
	}
});

test('what is broken off or too long is no answer, and the key that ends it is kept', () => {
	assert.deepEqual(read('\u{1B}]11;rgb:00\rhi').typed, '\rhi');
	assert.deepEqual(read('\u{1B}]11;rgb:00\u{1B}', '[A').typed, '\u{1B}[A');
	assert.deepEqual(read(`\u{1B}]11;${'0'.repeat(64)}`, ' hi').typed, ' hi');
});

test('black, blue and Solarized’s dark are dark; white, grey paper and Solarized’s light are light; nonsense is nothing', () => {
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

test('COLORFGBG tells the background where it ends with one of the 16 colours', () => {
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
