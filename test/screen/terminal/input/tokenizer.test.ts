import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {Tokenizer} from '../../../../source/screen/terminal/input/tokenizer.ts';
import type {TerminalReport, Token} from '../../../../source/screen/terminal/input/tokens.ts';

const escapeKey = '\u{1B}[27u';

const create = () => new Tokenizer({escapeDelay: 50});

/** Splits tokens into the keys and the reports. Each arrow of several is written as one. */
const split = (tokens: readonly Token[]) => {
	const reports: TerminalReport[] = [];
	let keys = '';
	for (const token of tokens) {
		if (token.type === 'keys') {
			keys += token.text;
		} else if (token.type === 'key' && (token.press.type === 'up' || token.press.type === 'down')) {
			keys += token.press.type === 'up' ? '↑' : '↓';
		} else {
			reports.push(token);
		}
	}

	return {keys, reports};
};

const push = (tokenizer: Tokenizer, chunk: string, now?: number) => split(tokenizer.push(chunk, now));

const release = (tokenizer: Tokenizer, now?: number) => split(tokenizer.release(now));

const readAll = (chunks: readonly string[]) => {
	const tokenizer = create();
	const tokens = chunks.flatMap(chunk => tokenizer.push(chunk));
	return split([...tokens, ...tokenizer.release()]);
};

const colours = ['rgb:1c1c/1c1c/1c1c', 'rgb:ff/ff/ff', 'rgba:0000/0000/0000/8000'];
const terminators = ['\u{7}', '\u{1B}\\', '\u{9C}'];
const reply = (colour: string, terminator = '\u{7}') => `\u{1B}]11;${colour}${terminator}`;
const black = {type: 'background', colour: 'rgb:00/00/00'} as const;

test('focus and mouse reports are taken out of the keys', () => {
	assert.deepEqual(
		readAll(['a\u{1B}[Ib\u{1B}[<64;10;5Mc\u{1B}[<65;1;1M\u{1B}[<0;120;40M\u{1B}[<0;120;40md\u{1B}[O\u{1B}']),
		{
			keys: `abcd${escapeKey}`,
			reports: [
				{type: 'focus', hasFocus: true},
				{type: 'wheel', delta: -1, x: 9, y: 4},
				{type: 'wheel', delta: 1, x: 0, y: 0},
				{type: 'press', x: 119, y: 39},
				{type: 'focus', hasFocus: false},
			],
		},
	);
});

test('other mouse buttons do nothing, and Shift, Alt or Ctrl with the mouse change nothing', () => {
	const {keys, reports} = readAll([1, 2, 3, 32, 66, 67, 128].map(button => `\u{1B}[<${button};3;3M`));
	assert.deepEqual({keys, reports}, {keys: '', reports: []});
	assert.deepEqual(readAll(['\u{1B}[<84;3;3M\u{1B}[<28;3;3M']).reports, [
		{type: 'wheel', delta: -1, x: 2, y: 2},
		{type: 'press', x: 2, y: 2},
	]);
});

test('Shift+Enter from xterm becomes the sequence that Ink knows', () => {
	assert.equal(readAll(['a\u{1B}[27;2;13~b\u{1B}[27;5;97~']).keys, 'a\u{1B}[13;2ub\u{1B}[97;5u');
	assert.equal(readAll(['\u{1B}[13;2u']).keys, '\u{1B}[13;2u');
});

test('a paste passes through unchanged, even if it looks like reports', () => {
	const pasted = '\u{1B}[200~x\u{1B}[Iy\u{1B}[<0;1;1M\u{1B}[27;2;13~\u{1B}[20\u{1B}[201~';
	assert.deepEqual(readAll([`${pasted}\u{1B}[I`]), {keys: pasted, reports: [{type: 'focus', hasFocus: true}]});
});

test('Escape is held for 50 ms, what few people type for 500 ms, and what nobody types for 2 s', () => {
	const releaseAfter = (text: string) => {
		const tokenizer = create();
		assert.equal(push(tokenizer, `x${text}`).keys, 'x');
		return tokenizer.releaseAfter;
	};

	assert.deepEqual(
		['\u{1B}', '\u{1B}[', '\u{1B}[2', '\u{1B}[27;2', '\u{1B}[<', '\u{1B}O', '\u{1B}P', '\u{1B}]', '\u{1B}]11'].map(
			text => releaseAfter(text),
		),
		[50, 500, 500, 500, 500, 500, 500, 500, 500],
	);
	assert.deepEqual(
		['\u{1B}[<64;10', '\u{1B}[?62', '\u{1B}]11;', '\u{1B}P>|XTerm'].map(text => releaseAfter(text)),
		[2000, 2000, 2000, 2000],
	);
});

test('the rest of a sequence whose escape was released as a key is not typed', () => {
	const tokenizer = create();
	const late = (rest: string) => {
		push(tokenizer, '\u{1B}');
		assert.equal(release(tokenizer).keys, escapeKey);
		return push(tokenizer, rest);
	};

	assert.deepEqual(late('[<64;10;5Ma'), {keys: 'a', reports: [{type: 'wheel', delta: -1, x: 9, y: 4}]});
	assert.deepEqual(late('[I'), {keys: '', reports: [{type: 'focus', hasFocus: true}]});
	assert.deepEqual(late('[1;5Ca'), {keys: '\u{1B}[1;5Ca', reports: []});
	assert.deepEqual(late('P>|XTerm(390)\u{1B}\\a'), {keys: 'a', reports: []});
	assert.deepEqual(late('abc'), {keys: 'abc', reports: []});
	assert.deepEqual(late('[x'), {keys: '[x', reports: []});
	assert.deepEqual(push(tokenizer, '[<64;10;5M'), {keys: '[<64;10;5M', reports: []}, 'only right after it');
	push(tokenizer, '\u{1B}', 0);
	release(tokenizer, 50);
	assert.deepEqual(push(tokenizer, '[<64;10;5M', 1100).keys, '[<64;10;5M', 'only within a second');
});

test('a background reply in two or three chunks, with keys before and after it, gives its colour and the keys', () => {
	for (const colour of colours) {
		for (const terminator of terminators) {
			const text = `ab\u{1B}[C${reply(colour, terminator)}é\u{1B}[D日`;
			for (let first = 0; first <= text.length; first++) {
				for (let second = first; second <= text.length; second++) {
					assert.deepEqual(
						readAll([text.slice(0, first), text.slice(first, second), text.slice(second)]),
						{keys: 'ab\u{1B}[Cé\u{1B}[D日', reports: [{type: 'background', colour}]},
						`${first} ${second}`,
					);
				}
			}
		}
	}
});

test('two background replies in one chunk are two, and one that arrives a byte at a time is one', () => {
	const one = reply('rgb:00/00/00', '\u{1B}\\');
	assert.deepEqual(readAll([`${one}x${one}`]), {keys: 'x', reports: [black, black]});
	assert.deepEqual(readAll([...one, 'x']), {keys: 'x', reports: [black]});
});

test('keys that look like the beginning of a string are released, and none is lost', () => {
	for (const keys of [
		'',
		']',
		']1',
		']11',
		'P',
		'Please',
		'P.S. x',
		'X',
		'^',
		'_Good_',
		']x;',
		'[',
		'[1',
		'[<3 you',
		'O',
		'[[',
		'Ok',
		'[<3you',
		'[?what',
		'[1] one',
	]) {
		const tokenizer = create();
		const first = push(tokenizer, `a\u{1B}${keys}`).keys + release(tokenizer).keys;
		assert.equal(first, `a${escapeKey}${keys}`);
		assert.equal(tokenizer.releaseAfter, undefined);
		assert.equal(push(tokenizer, 'xyz').keys, 'xyz');
	}

	assert.equal(readAll(['\u{1B}b', '\u{1B}[1;5C']).keys, '\u{1B}b\u{1B}[1;5C');
});

test('the rest of a background reply whose escape was released as a key is not typed', () => {
	const text = `${reply('rgb:00/00/00')}z`;
	for (const middle of [5, 7, text.length - 2]) {
		const tokenizer = create();
		push(tokenizer, text.slice(0, 1));
		assert.equal(release(tokenizer).keys, escapeKey);
		const first = push(tokenizer, text.slice(1, middle));
		const second = push(tokenizer, text.slice(middle));
		assert.equal(first.keys + second.keys, 'z');
		assert.deepEqual([...first.reports, ...second.reports], [black]);
	}
});

test('a background reply that breaks off or is too long is dropped, and the key that ends it is kept', () => {
	assert.deepEqual(readAll(['\u{1B}]11;rgb:00\rhi']), {keys: '\rhi', reports: []});
	assert.deepEqual(readAll(['\u{1B}]11;rgb:00\u{1B}', '[A']), {keys: '\u{1B}[A', reports: []});
	assert.deepEqual(readAll([`${reply('0'.repeat(65))}hi`]), {keys: 'hi', reports: []});
});

test('function keys stand in order with the keys, and Escape before letters is no function key', () => {
	assert.deepEqual(create().push('a\u{1B}OPb\u{1B}[[C\u{1B}[14~'), [
		{type: 'keys', text: 'a'},
		{type: 'key', press: {type: 'f1'}},
		{type: 'keys', text: 'b'},
		{type: 'key', press: {type: 'f3'}},
		{type: 'key', press: {type: 'f4'}},
	]);
	assert.equal(readAll(['\u{1B}\u{1B}OP']).keys, escapeKey, 'Escape, and then F1');
	const tokenizer = create();
	push(tokenizer, '\u{1B}');
	release(tokenizer);
	assert.deepEqual(push(tokenizer, 'OPEN'), {keys: 'OPEN', reports: []});
});

const pieces = fc.constantFrom(
	'a',
	'日',
	'👩‍👩‍👧',
	'\r',
	'\u{1B}',
	'\u{1B}[A',
	'\u{1B}[2~',
	'\u{1B}[3~',
	'\u{1B}OP',
	'\u{1B}[13~',
	'\u{1B}[[B',
	'\u{1B}\u{1B}OQ',
	'\u{1B}]11;rgb:ff/ff/ff\u{7}',
	'\u{1B}]11;#000000\u{1B}\\',
	'\u{1B}b',
	'\u{1B}[I',
	'\u{1B}[O',
	'\u{1B}[<64;10;5M',
	'\u{1B}[<0;200;50m',
	'\u{1B}[<0;2;5M',
	'\u{1B}[27;2;13~',
	'\u{1B}[200~',
	'\u{1B}[201~',
	'\u{1B}[200~pasted \u{1B}[I\u{1B}[201~',
	'[<',
	'64;1;1M',
);

test('chunks of any size give the same keys and the same reports', () => {
	fc.assert(
		fc.property(
			fc.array(pieces, {maxLength: 20}),
			fc.array(fc.integer({min: 1, max: 12}), {maxLength: 30}),
			(parts, sizes) => {
				const text = parts.join('');
				const chunks: string[] = [];
				let start = 0;
				for (const size of sizes) {
					chunks.push(text.slice(start, start + size));
					start += size;
				}

				chunks.push(text.slice(start));
				assert.deepEqual(readAll(chunks), readAll([text]));
			},
		),
		{numRuns: 3000},
	);
});
