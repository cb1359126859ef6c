import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {TerminalInput, type Report} from '../../../source/screen/terminal/terminal-input.ts';

const readAll = (chunks: readonly string[]) => {
	const input = new TerminalInput();
	const reports: Report[] = [];
	let keys = '';
	for (const chunk of chunks) {
		const reading = input.push(chunk);
		keys += reading.keys;
		reports.push(...reading.reports);
	}

	return {keys: keys + input.release(), reports};
};

test('reports of the focus and the mouse are taken out of what is typed', () => {
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

test('other buttons do nothing, and Shift, Alt or Ctrl held with the mouse change nothing', () => {
	const {keys, reports} = readAll([1, 2, 3, 32, 66, 67, 128].map(button => `\u{1B}[<${button};3;3M`));
	assert.deepEqual({keys, reports}, {keys: '', reports: []});
	assert.deepEqual(readAll(['\u{1B}[<84;3;3M\u{1B}[<28;3;3M']).reports, [
		{type: 'wheel', delta: -1, x: 2, y: 2},
		{type: 'press', x: 2, y: 2},
	]);
});

test('Shift+Enter as xterm tells it becomes what Ink knows', () => {
	assert.equal(readAll(['a\u{1B}[27;2;13~b\u{1B}[27;5;97~']).keys, 'a\u{1B}[13;2ub\u{1B}[97;5u');
	assert.equal(readAll(['\u{1B}[13;2u']).keys, '\u{1B}[13;2u');
});

test('what is pasted goes through as it is, reports and all', () => {
	const pasted = '\u{1B}[200~x\u{1B}[Iy\u{1B}[<0;1;1M\u{1B}[27;2;13~\u{1B}[20\u{1B}[201~';
	assert.deepEqual(readAll([`${pasted}\u{1B}[I`]), {keys: pasted, reports: [{type: 'focus', hasFocus: true}]});
});

test('Escape is waited for shortly, what few people type longer, and what nobody types until its rest is there', () => {
	const releaseAfter = (text: string) => {
		const input = new TerminalInput();
		assert.equal(input.push(`x${text}`).keys, 'x');
		return input.releaseAfter;
	};

	assert.deepEqual(
		['\u{1B}', '\u{1B}[', '\u{1B}[2', '\u{1B}[27;2', '\u{1B}[<', '\u{1B}[<64;10'].map(text => releaseAfter(text)),
		[20, 500, 500, 500, undefined, undefined],
	);
});

test('the rest of a report whose escape was taken for a key is not typed', () => {
	const input = new TerminalInput();
	const late = (rest: string) => {
		input.push('\u{1B}');
		assert.equal(input.release(), '\u{1B}');
		return input.push(rest);
	};

	assert.deepEqual(late('[<64;10;5Ma'), {keys: 'a', reports: [{type: 'wheel', delta: -1, x: 9, y: 4}]});
	assert.deepEqual(late('[Ia'), {keys: 'a', reports: [{type: 'focus', hasFocus: true}]});
	assert.deepEqual(late('abc'), {keys: 'abc', reports: []});
	assert.deepEqual(late('[x'), {keys: '[x', reports: []});
	assert.deepEqual(input.push('[<64;10;5M'), {keys: '[<64;10;5M', reports: []}, 'only right after it');
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

test('in reads of any size, the same keys are left and the same reports are taken', () => {
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
