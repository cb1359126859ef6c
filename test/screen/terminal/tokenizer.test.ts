import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {Tokenizer, type TerminalReport} from '../../../source/screen/terminal/tokenizer.ts';

/** Splits what `push` returns into the keys and the reports. */
const push = (tokenizer: Tokenizer, chunk: string) => {
	const reports: TerminalReport[] = [];
	let keys = '';
	for (const token of tokenizer.push(chunk)) {
		if (token.type === 'keys') {
			keys += token.text;
		} else {
			reports.push(token);
		}
	}

	return {keys, reports};
};

const readAll = (chunks: readonly string[]) => {
	const tokenizer = new Tokenizer();
	const reports: TerminalReport[] = [];
	let keys = '';
	for (const chunk of chunks) {
		const reading = push(tokenizer, chunk);
		keys += reading.keys;
		reports.push(...reading.reports);
	}

	return {keys: keys + tokenizer.release(), reports};
};

const colours = ['rgb:1c1c/1c1c/1c1c', 'rgb:ff/ff/ff', 'rgba:0000/0000/0000/8000'];
const terminators = ['\u{7}', '\u{1B}\\', '\u{9C}'];
const reply = (colour: string, terminator = '\u{7}') => `\u{1B}]11;${colour}${terminator}`;
const black = {type: 'background', colour: 'rgb:00/00/00'} as const;

test('focus and mouse reports are taken out of the keys', () => {
	assert.deepEqual(
		readAll(['a\u{1B}[Ib\u{1B}[<64;10;5Mc\u{1B}[<65;1;1M\u{1B}[<0;120;40M\u{1B}[<0;120;40md\u{1B}[O\u{1B}']),
		{
			keys: 'abcd\u{1B}',
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

test('Escape is held for 20 ms, what few people type for 500 ms, and the beginning of a report until its rest arrives', () => {
	const releaseAfter = (text: string) => {
		const tokenizer = new Tokenizer();
		assert.equal(push(tokenizer, `x${text}`).keys, 'x');
		return tokenizer.releaseAfter;
	};

	assert.deepEqual(
		['\u{1B}', '\u{1B}[', '\u{1B}[2', '\u{1B}[27;2', '\u{1B}[<', '\u{1B}[<64;10'].map(text => releaseAfter(text)),
		[20, 500, 500, 500, undefined, undefined],
	);
	assert.deepEqual(
		['\u{1B}]', '\u{1B}]11', '\u{1B}]11;', '\u{1B}O', '\u{1B}[1'].map(text => releaseAfter(text)),
		[20, 20, undefined, 500, 500],
	);
});

test('the rest of a report whose escape was released as a key is not typed', () => {
	const tokenizer = new Tokenizer();
	const late = (rest: string) => {
		tokenizer.push('\u{1B}');
		assert.equal(tokenizer.release(), '\u{1B}');
		return push(tokenizer, rest);
	};

	assert.deepEqual(late('[<64;10;5Ma'), {keys: 'a', reports: [{type: 'wheel', delta: -1, x: 9, y: 4}]});
	assert.deepEqual(late('[Ia'), {keys: 'a', reports: [{type: 'focus', hasFocus: true}]});
	assert.deepEqual(late('abc'), {keys: 'abc', reports: []});
	assert.deepEqual(late('[x'), {keys: '[x', reports: []});
	assert.deepEqual(push(tokenizer, '[<64;10;5M'), {keys: '[<64;10;5M', reports: []}, 'only right after it');
});

test('a background reply in two or three chunks, with keys before and after it, gives its colour and the keys', () => {
	for (const colour of colours) {
		for (const terminator of terminators) {
			const text = `ab\u{1B}[A${reply(colour, terminator)}é\u{1B}[B日`;
			for (let first = 0; first <= text.length; first++) {
				for (let second = first; second <= text.length; second++) {
					assert.deepEqual(
						readAll([text.slice(0, first), text.slice(first, second), text.slice(second)]),
						{keys: 'ab\u{1B}[Aé\u{1B}[B日', reports: [{type: 'background', colour}]},
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

test('keys that look like the beginning of a background reply are released after 20 ms, and none is lost', () => {
	for (const keys of ['\u{1B}', '\u{1B}]', '\u{1B}]1', '\u{1B}]11']) {
		const tokenizer = new Tokenizer();
		assert.equal(push(tokenizer, `a${keys}`).keys, 'a');
		assert.equal(tokenizer.releaseAfter, 20);
		assert.equal(tokenizer.release(), keys);
		assert.equal(tokenizer.releaseAfter, undefined);
		assert.equal(push(tokenizer, 'xyz').keys, 'xyz');
	}

	assert.equal(readAll(['\u{1B}b', '\u{1B}[1;5C', '\u{1B}]0;']).keys, '\u{1B}b\u{1B}[1;5C\u{1B}]0;');
});

test('the rest of a background reply whose beginning was released as keys is not typed', () => {
	for (const length of [1, 2, 3, 4]) {
		const text = `${reply('rgb:00/00/00')}z`;
		for (const middle of [length + 1, 7, text.length - 2]) {
			const tokenizer = new Tokenizer();
			push(tokenizer, text.slice(0, length));
			assert.equal(tokenizer.release(), text.slice(0, length));
			const first = push(tokenizer, text.slice(length, middle));
			const second = push(tokenizer, text.slice(middle));
			assert.equal(first.keys + second.keys, 'z');
			assert.deepEqual([...first.reports, ...second.reports], [black]);
		}
	}
});

test('a key that looks like the rest of a background reply after Escape is held for 20 ms once, and typed', () => {
	const tokenizer = new Tokenizer();
	push(tokenizer, '\u{1B}');
	assert.equal(tokenizer.release(), '\u{1B}');
	assert.equal(push(tokenizer, ']').keys, '');
	assert.equal(tokenizer.releaseAfter, 20);
	assert.equal(tokenizer.release(), ']');
	assert.equal(push(tokenizer, '11;').keys, '11;');
});

test('a background reply that breaks off or is too long is dropped, and the key that ends it is kept', () => {
	assert.deepEqual(readAll(['\u{1B}]11;rgb:00\rhi']), {keys: '\rhi', reports: []});
	assert.deepEqual(readAll(['\u{1B}]11;rgb:00\u{1B}', '[A']), {keys: '\u{1B}[A', reports: []});
	assert.deepEqual(readAll([`\u{1B}]11;${'0'.repeat(64)}`, ' hi']), {keys: ' hi', reports: []});
});

test('function keys stand in order with the keys, Alt with one is left to Ink, and Escape before letters is no function key', () => {
	assert.deepEqual(new Tokenizer().push('a\u{1B}OPb\u{1B}[[C\u{1B}[14~'), [
		{type: 'keys', text: 'a'},
		{type: 'function-key', press: {type: 'f1'}},
		{type: 'keys', text: 'b'},
		{type: 'function-key', press: {type: 'f3'}},
		{type: 'function-key', press: {type: 'f4'}},
	]);
	assert.deepEqual(readAll(['\u{1B}\u{1B}OP']), {keys: '\u{1B}\u{1B}OP', reports: []});
	const tokenizer = new Tokenizer();
	push(tokenizer, '\u{1B}');
	tokenizer.release();
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
	'\u{1B}]11;rgb',
	'\u{1B}]0;',
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
