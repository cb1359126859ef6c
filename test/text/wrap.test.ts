import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {sanitize} from '../../source/text/sanitize.ts';
import {splitCells, measureWidth} from '../../source/text/width.ts';
import {wrap} from '../../source/text/wrap.ts';
import {hostileStrings} from '../helpers/hostile.ts';
import {cpuTime} from '../helpers/cpu-time.ts';

const family = '\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466}';

test('a word moves to the next row as a whole, and the spaces at a row break are dropped', () => {
	assert.deepEqual(wrap('hello world foo', 11), ['hello world', 'foo']);
	assert.deepEqual(wrap('hello     world', 8), ['hello', 'world']);
	assert.deepEqual(wrap('one two  three', 8), ['one two', 'three']);
	assert.deepEqual(wrap('one     ', 5), ['one']);
});

test('a text that fits is unchanged', () => {
	assert.deepEqual(wrap('a  b ', 10), ['a  b ']);
	assert.deepEqual(wrap('\u{4F60} \u{597D}', 5), ['\u{4F60} \u{597D}']);
});

test('there is at least one row, and each line starts a new one', () => {
	assert.deepEqual(wrap('', 10), ['']);
	assert.deepEqual(wrap('a\n\nb\n', 10), ['a', '', 'b', '']);
	assert.deepEqual(wrap(' '.repeat(50), 10), ['']);
	assert.deepEqual(wrap('ab', 0), ['a', 'b']);
});

test('the indentation of a line is kept as far as the first word still fits beside it', () => {
	assert.deepEqual(wrap('  if (a) then b', 8), ['  if (a)', 'then b']);
	assert.deepEqual(wrap('x\n    longish', 8), ['x', ' longish']);
	assert.deepEqual(wrap(' '.repeat(90) + 'end', 8), ['     end']);
	assert.deepEqual(wrap('  abcdefgh', 4), ['  ab', 'cdef', 'gh']);
	assert.deepEqual(wrap('    abcdefgh', 4), ['abcd', 'efgh']);
});

test('a word longer than a row is cut between graphemes', () => {
	assert.deepEqual(wrap('abcdefgh', 3), ['abc', 'def', 'gh']);
	assert.deepEqual(wrap('x abcdefgh i', 4), ['x', 'abcd', 'efgh', 'i']);
	assert.deepEqual(wrap(family.repeat(3), 5), [family.repeat(2), family]);
	assert.deepEqual(wrap('e\u{301}'.repeat(3), 2), ['e\u{301}e\u{301}', 'e\u{301}']);
});

test('a word longer than a row is cut after the joints that it has, unless it is an address', () => {
	assert.deepEqual(wrap('failed: ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM', 16), [
		'failed: ERR_SSL_',
		'NO_SUITABLE_',
		'SIGNATURE_',
		'ALGORITHM',
	]);
	assert.deepEqual(wrap('TLS_CHACHA20_POLY1305_SHA256', 19), ['TLS_CHACHA20_', 'POLY1305_SHA256']);
	assert.deepEqual(wrap('ends --------- here', 5), ['ends', '-----', '----', 'here']);
	assert.deepEqual(wrap('see snake_case', 10), ['see', 'snake_case']);
	assert.deepEqual(wrap('http://a/b-c/d_e', 10), ['http://a/b', '-c/d_e']);
});

test('a grapheme wider than a row becomes a question mark', () => {
	assert.deepEqual(wrap('a\u{4F60}b', 1), ['a', '?', 'b']);
	assert.deepEqual(wrap(family, 1), ['?']);
});

test('a URL that fits on a row of its own is not cut', () => {
	const address = 'https://example.org/a/b?c=d';
	assert.deepEqual(wrap(`see ${address} now`, 28), ['see', address, 'now']);
	const chinese = 'https://zh.example.org/\u{4F60}\u{597D}';
	assert.deepEqual(wrap(`see ${chinese} now`, 28), ['see', chinese, 'now']);
});

test('Chinese and Japanese text fills its rows, and punctuation stays with its word', () => {
	assert.deepEqual(wrap('hello \u{4F60}\u{597D}\u{4E16}\u{754C}', 10), ['hello \u{4F60}\u{597D}', '\u{4E16}\u{754C}']);
	assert.deepEqual(wrap('\u{4F60}\u{597D}\u{3002}ok', 5), ['\u{4F60}', '\u{597D}\u{3002}', 'ok']);
	assert.deepEqual(wrap('\u{4F60}\u{300C}\u{597D}\u{300D}', 6), ['\u{4F60}', '\u{300C}\u{597D}\u{300D}']);
});

const telling = [
	'a',
	'bc',
	' ',
	'  ',
	' '.repeat(20),
	'\n',
	'.',
	'://',
	'_',
	'a-b',
	'\u{4F60}',
	'\u{3002}',
	family,
	'\u{1F1E9}',
	'\u{1F469}',
	'\u{200D}',
	'\u{FE0F}',
	'\u{301}',
	'\u{915}\u{94D}',
	'\u{D4E}',
	'\u{1100}',
	'\u{AC00}',
	'\u{2764}\u{FE0F}',
	'1\u{FE0F}\u{20E3}',
	'\u{3042}',
	'\u{FF9E}',
];

const anyText = fc.oneof(
	fc.string({unit: 'grapheme', maxLength: 200}),
	fc.string({unit: 'binary', maxLength: 100}),
	fc.array(fc.constantFrom(...telling), {maxLength: 80}).map(parts => parts.join('')),
	fc.constantFrom(...hostileStrings.map(({text}) => text)),
);

test('for any text, no row exceeds the width', () => {
	fc.assert(
		fc.property(anyText, fc.integer({min: 1, max: 40}), (raw, columns) => {
			const rows = wrap(sanitize(raw), columns);
			assert.ok(rows.length > 0);
			for (const row of rows) {
				assert.ok(!row.includes('\n'));
				assert.ok(measureWidth(row) <= columns, JSON.stringify(row));
				assert.ok(stringWidth(row) <= columns, JSON.stringify(row));
			}
		}),
		{numRuns: 3000},
	);
});

test('for any text, nothing but spaces is lost, added or moved', () => {
	fc.assert(
		fc.property(anyText, fc.integer({min: 1, max: 40}), (raw, columns) => {
			const text = sanitize(raw);
			const expected = splitCells(text)
				.filter(cell => cell !== ' ' && cell !== '\n')
				.map(cell => (measureWidth(cell) > columns ? '?' : cell));
			const rows = wrap(text, columns);
			assert.equal(rows.join('').replaceAll(' ', ''), expected.join('').replaceAll(' ', ''));
		}),
		{numRuns: 3000},
	);
});

test('for any text, each row but the last of its line has no room for the next word', () => {
	const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), {minLength: 1});
	fc.assert(
		fc.property(words, fc.integer({min: 12, max: 40}), (list, columns) => {
			const rows = wrap(list.join(' '), columns);
			assert.equal(rows.join(' '), list.join(' '));
			for (const [index, row] of rows.entries()) {
				const next = rows[index + 1]?.split(' ')[0] ?? 'x'.repeat(columns);
				assert.ok(row.length + 1 + next.length > columns);
			}
		}),
	);
});

test('8 KiB of any text is wrapped in less than quadratic time', () => {
	const units = ['x', ' ', 'ab ', '\n', '\u{E9}', '\u{4F60}', '\u{3002}', '://\u{4F60}'];
	const joining = ['\u{301}', '\u{200D}', '\u{1F469}\u{200D}', '\u{915}\u{94D}', '\u{1100}'];
	const emoji = ['\u{1F600}', family, '\u{1F1E9}', '\u{1F44D}\u{1F3FD}', '\u{E01}\u{E33}'];
	for (const unit of [...units, ...joining, ...emoji]) {
		const text = unit.repeat(Math.floor(8192 / Buffer.byteLength(unit)));
		const times = [1, 40, 120, 1, 40, 120].map(columns =>
			cpuTime(() => {
				wrap(text, columns);
			}),
		);
		// An algorithm of quadratic time would take seconds.
		assert.ok(Math.min(...times) < 100, `${JSON.stringify(unit)} ${times.join(', ')}`);
	}
});
