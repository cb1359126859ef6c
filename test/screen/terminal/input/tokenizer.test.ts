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
	assert.deepEqual(late('[A1]'), {keys: '[A1]', reports: []});
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

/** Reads chunks, each followed by a pause in milliseconds in which what is due is released. */
const readTimed = (escapeDelay: number, steps: ReadonlyArray<readonly [chunk: string, pause: number]>) => {
	const tokenizer = new Tokenizer({escapeDelay});
	const tokens: Token[] = [];
	let now = 0;
	for (const [chunk, pause] of steps) {
		tokens.push(...tokenizer.push(chunk, now));
		const end = now + pause;
		for (let due = tokenizer.releaseAfter; due !== undefined && now + due <= end; due = tokenizer.releaseAfter) {
			now += due;
			tokens.push(...tokenizer.release(now));
		}

		now = end;
	}

	return split(tokens);
};

test('no printable is lost after Escape, whatever it is', () => {
	for (const text of [
		'/msg bob x',
		'hello',
		'7',
		' ',
		'ä',
		'日本',
		'👩‍👩‍👧',
		'u',
		'B',
		'[hello',
		'[ hello',
		'Ok',
		'OMG',
		'Obviously',
		'[draft]',
		'Please',
		']',
		String.raw`\x`,
	]) {
		assert.equal(readTimed(50, [[`\u{1B}${text}`, 3000]]).keys, `${escapeKey}${text}`, text);
		assert.equal(readTimed(50, [[`\u{1B}\u{1B}${text}`, 3000]]).keys, `${escapeKey}${escapeKey}${text}`, text);
	}

	for (const control of ['\t', '\n', '\u{1}', '\u{3}', '\u{15}', '\0']) {
		assert.equal(readTimed(50, [[`\u{1B}${control}`, 100]]).keys, escapeKey + control);
	}

	// Alt and these have a meaning.
	for (const keys of ['\u{1B}\r', '\u{1B}\u{7F}', '\u{1B}\u{8}', '\u{1B}b', '\u{1B}f', '\u{1B}d']) {
		assert.equal(readTimed(50, [[keys, 100]]).keys, keys);
	}
});

test('Alt with an arrow moves by word, and Escape before any other sequence is Escape', () => {
	assert.equal(readAll(['\u{1B}\u{1B}[D\u{1B}\u{1B}OC\u{1B}\u{1B}[3~']).keys, '\u{1B}[1;3D\u{1B}[1;3C\u{1B}[3;3~');
	assert.equal(readAll(['\u{1B}\u{1B}[A']).keys, `${escapeKey}↑`.replace('↑', '\u{1B}[A'));
	assert.equal(readAll(['\u{1B}\u{1B}[?62c']).keys, escapeKey);
	assert.equal(readAll(['\u{1B}\u{1B}[200~x\u{1B}[201~']).keys, `${escapeKey}\u{1B}[200~x\u{1B}[201~`);
});

test('a key that is torn at any place but after its escape, and is up to 400 ms late, is that key', () => {
	for (const [bytes, keys] of [
		['\u{1B}[C', '\u{1B}[C'],
		['\u{1B}OD', '\u{1B}OD'],
		['\u{1B}[1;5D', '\u{1B}[1;5D'],
		['\u{1B}[3~', '\u{1B}[3~'],
		['\u{1B}[13;2u', '\u{1B}[13;2u'],
		['\u{1B}[27;2;13~', '\u{1B}[13;2u'],
		['\u{1B}[15~', ''],
		['\u{1B}[200~a\u{1B}[201~', '\u{1B}[200~a\u{1B}[201~'],
		['\u{1B}[<64;10;5M', ''],
		['\u{1B}[?64;1;2c', ''],
		['\u{1B}P>|XTerm(390)\u{1B}\\', ''],
		['\u{1B}]52;c;c2VjcmV0\u{7}', ''],
	] as const) {
		for (let cut = 2; cut < bytes.length; cut++) {
			assert.equal(
				readTimed(50, [
					['a', 0],
					[bytes.slice(0, cut), 400],
					[`${bytes.slice(cut)}b`, 3000],
				]).keys,
				`a${keys}b`,
			);
		}

		// Over a slow link, each byte may come on its own.
		if (bytes.length < 12) {
			assert.equal(
				readTimed(200, [['a', 0], ...[...bytes].map(byte => [byte, 150] as const), ['b', 3000]]).keys,
				`a${keys}b`,
			);
		}
	}

	assert.equal(
		readTimed(200, [
			['\u{1B}', 80],
			['\rb', 500],
		]).keys,
		'\u{1B}\rb',
	);
	assert.equal(
		readTimed(50, [
			['\u{1B}', 40],
			['\rb', 500],
		]).keys,
		'\u{1B}\rb',
	);
	// The escape was a key, but the rest is not typed, and the arrow is not lost.
	assert.equal(
		readTimed(50, [
			['\u{1B}', 400],
			['[C', 500],
		]).keys,
		`${escapeKey}\u{1B}[C`,
	);
});

test('a string that never ends holds back what is typed for a while only, and loses none of it', () => {
	const typed = [...'hello there\r'].map(letter => [letter, 300] as const);
	assert.equal(readTimed(50, [['a\u{1B}]52;c;c2Vj', 300], ...typed]).keys, 'ahello there\r');
	assert.equal(
		readTimed(50, [
			['a\u{1B}]52;c;c2Vj', 2000],
			['hello', 0],
		]).keys,
		'ahello',
	);
	assert.equal(readTimed(50, [['a\u{1B}X', 300], ...typed]).keys, `a${escapeKey}Xhello there\r`);
	const long = 'x'.repeat(100_000);
	assert.equal(
		readTimed(50, [
			[`a\u{1B}]52;c;${long}`, 300],
			[long, 300],
			[`${long}\u{7}b`, 0],
		]).keys,
		'ab',
	);
});

test('a paste whose end never comes is pasted after 2 s, and then keys are keys', () => {
	const pasted = (text: string) => `\u{1B}[200~${text}\u{1B}[201~`;
	assert.equal(
		readTimed(50, [
			['\u{1B}[200~one', 2000],
			['\r', 0],
			['x', 0],
		]).keys,
		`${pasted('one')}\rx`,
	);
	assert.equal(
		readTimed(50, [
			['\u{1B}[200~one', 2500],
			[' two\rthree', 100],
			[' four\u{1B}[201~\r', 0],
		]).keys,
		`${pasted('one')}${pasted(' two\rthree four')}\r`,
	);
	assert.equal(
		readTimed(50, [
			['\u{1B}[200~one', 2500],
			['\u{1B}[201~', 0],
			['x\r', 0],
		]).keys,
		`${pasted('one')}x\r`,
	);
});

test('arrows that come together are marked, one on its own is a key', () => {
	assert.equal(
		readTimed(50, [
			['\u{1B}OB', 100],
			['\u{1B}[A', 100],
		]).keys,
		'\u{1B}[B\u{1B}[A',
	);
	assert.equal(readTimed(50, [['\u{1B}OB\u{1B}OB\u{1B}OB', 100]]).keys, '↓↓↓');
	assert.equal(
		readTimed(50, [
			['a\u{1B}OA\u{1B}', 10],
			['OA', 10],
			['\u{1B}[Bb', 0],
		]).keys,
		'a↑↑↓b',
	);
	assert.equal(readTimed(50, [['\u{1B}[A\r', 0]]).keys, '\u{1B}[A\r');
});

test('keys that are spelled as numbers are what they type', () => {
	for (const [bytes, keys] of [
		['\u{1B}[97u', 'a'],
		['\u{1B}[97;2u', 'A'],
		['\u{1B}[49:33;2u', '!'],
		['\u{1B}[97;1;228u', 'ä'],
		['\u{1B}[57400u', '1'],
		['\u{1B}[97;5u', '\u{1B}[97;5u'],
		['\u{1B}[98;3u', '\u{1B}b'],
		['\u{1B}[47;3u', `${escapeKey}/`],
		['\u{1B}[97;9u', ''],
		['\u{1B}[97;1:3u', ''],
		['\u{1B}[27;2;65~', 'A'],
		['\u{1B}[27u', escapeKey.replace('27', '27;1')],
	] as const) {
		assert.equal(readAll([bytes]).keys, keys, JSON.stringify(bytes));
	}
});

test('answers in their 8-bit forms are taken out of the keys', () => {
	assert.deepEqual(readAll(['a\u{9B}?62cb\u{90}>|X\u{9C}c\u{9D}11;#000000\u{7}d\u{9F}Gi=1;OK\u{9C}e\u{9B}zf']), {
		keys: 'abcdezf',
		reports: [{type: 'background', colour: '#000000'}],
	});
});
