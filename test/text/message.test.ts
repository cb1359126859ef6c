import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import fc from 'fast-check';
import {cleanText, maximumTextBytes, splitText} from '../../source/text/message.ts';
import {hostileStrings} from '../helpers/hostile.ts';
import {cpuTime} from '../helpers/cpu-time.ts';

const family = '\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466}';

const anyText = fc.oneof(
	fc.string({unit: 'grapheme', maxLength: 200}),
	fc.string({unit: 'binary', maxLength: 200}),
	fc
		.array(fc.constantFrom('a', ' ', '\r\n', family, '\u{1F1E9}', '\u{301}', '\u{4F60}'), {maxLength: 60})
		.map(parts => parts.join('')),
	fc.constantFrom(...hostileStrings.map(({text}) => text)),
);

test('cleanText returns well-formed text in NFC', () => {
	assert.equal(cleanText('Zoe\u{308}'), 'Zo\u{EB}');
	assert.equal(cleanText('a\u{D800}b\u{DC00}'), 'a\u{FFFD}b\u{FFFD}');
	assert.equal(cleanText('\u{1F600}\n\t\u{1B}'), '\u{1F600}\n\t\u{1B}');
	fc.assert(
		fc.property(anyText, raw => {
			const text = cleanText(raw);
			assert.ok(text.isWellFormed());
			assert.equal(text.normalize('NFC'), text);
			assert.equal(cleanText(text), text);
		}),
	);
});

test('splitText splits at 8 KiB of UTF-8 by default', () => {
	assert.equal(maximumTextBytes, 8192);
	assert.deepEqual(splitText(''), []);
	assert.deepEqual(splitText('hi'), ['hi']);
	assert.deepEqual(splitText('x'.repeat(8192)), ['x'.repeat(8192)]);
	assert.deepEqual(splitText('x'.repeat(8193)), ['x'.repeat(8192), 'x']);
	const wide = splitText('\u{4F60}'.repeat(3000));
	assert.deepEqual(
		wide.map(piece => piece.length),
		[2730, 270],
	);
});

test('a grapheme that fits into a piece is never split', () => {
	assert.equal(Buffer.byteLength(family), 25);
	assert.deepEqual(splitText(`a${family}b`, 25), ['a', family, 'b']);
	assert.deepEqual(splitText(`a${family}b`, 26), [`a${family}`, 'b']);
	assert.deepEqual(splitText('abce\u{301}', 5), ['abc', 'e\u{301}']);
	assert.deepEqual(splitText('abc\r\n', 4), ['abc', '\r\n']);
});

test('a grapheme larger than a piece is split between characters', () => {
	assert.deepEqual(splitText('\u{1F469}\u{200D}\u{1F469}', 4), ['\u{1F469}', '\u{200D}', '\u{1F469}']);
	const flood = 'a' + '\u{301}'.repeat(10_000);
	const pieces = splitText(flood);
	assert.equal(pieces.join(''), flood);
	assert.deepEqual(
		pieces.map(piece => Buffer.byteLength(piece)),
		[8191, 8192, 3618],
	);
});

test('a maximum size that is too small for a character throws', () => {
	assert.throws(() => splitText('a', 3), RangeError);
});

test('for any text, the pieces are clean and within the size, and joining them restores the text', () => {
	fc.assert(
		fc.property(anyText, fc.integer({min: 4, max: 64}), (raw, bytes) => {
			const text = cleanText(raw);
			const pieces = splitText(text, bytes);
			assert.equal(pieces.join(''), text);
			for (const piece of pieces) {
				assert.notEqual(piece, '');
				assert.ok(Buffer.byteLength(piece) <= bytes);
				assert.equal(cleanText(piece), piece);
			}
		}),
		{numRuns: 2000},
	);
});

test('for any text, a piece starts inside a grapheme only if that grapheme is larger than a piece', () => {
	const segmenter = new Intl.Segmenter();
	fc.assert(
		fc.property(anyText, fc.integer({min: 4, max: 64}), (raw, bytes) => {
			const text = cleanText(raw);
			const segments = segmenter.segment(text);
			let start = 0;
			for (const piece of splitText(text, bytes)) {
				const grapheme = segments.containing(start);
				assert.ok(grapheme?.index === start || Buffer.byteLength(grapheme?.segment ?? '') > bytes);
				start += piece.length;
			}
		}),
		{numRuns: 2000},
	);
});

test('a megabyte of any text is split in a fraction of a second', () => {
	const units = ['x', '\u{4F60}', '\u{1F600}', family, '\u{1F1E9}', '\u{301}'];
	for (const unit of [...units, '\u{1F469}\u{200D}', '\u{915}\u{94D}', '\r\n']) {
		const text = unit.repeat(Math.floor(1_000_000 / Buffer.byteLength(unit)));
		const time = cpuTime(() => {
			assert.equal(splitText(text).join(''), text);
		});
		assert.ok(time < 3000, JSON.stringify(unit));
	}
});
