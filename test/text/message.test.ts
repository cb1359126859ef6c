import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import fc from 'fast-check';
import {cleanText, joinParts, maximumTextBytes, isPart, splitMessage, splitText} from '../../source/text/message.ts';
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

test('cleanText returns well-formed text, in the form in which it was', () => {
	assert.equal(cleanText('Zoe\u{308}'), 'Zoe\u{308}');
	assert.equal(cleanText('a\u{D800}b\u{DC00}'), 'a\u{FFFD}b\u{FFFD}');
	assert.equal(cleanText('\u{1F600}\n\t\u{1B}'), '\u{1F600}\n\t\u{1B}');
	fc.assert(
		fc.property(anyText, raw => {
			const text = cleanText(raw);
			assert.ok(text.isWellFormed());
			assert.equal(text, raw.isWellFormed() ? raw : text);
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

test('splitMessage cuts between lines and numbers the parts, which joined with LF are the text', () => {
	assert.deepEqual(splitMessage('one\ntwo\nthree', 100), [{text: 'one\ntwo\nthree'}]);
	assert.deepEqual(splitMessage('one\ntwo\nthree', 8), [
		{text: 'one\ntwo', part: [1, 2, '']},
		{text: 'three', part: [2, 2, '\n']},
	]);
	const code = Array.from({length: 300}, (_, index) => `${index + 1}: const value${index} = '${'x'.repeat(60)}';`).join(
		'\n',
	);
	const parts = splitMessage(code);
	assert.ok(parts.length > 2);
	assert.equal(parts.map(({text}) => text).join('\n'), code);
	assert.ok(parts.every(({text}) => Buffer.byteLength(text) <= maximumTextBytes));
	assert.ok(parts.slice(1).every(({text}) => /^\d+: const/.test(text)));
});

test('a line that is too long is cut after a space, or between two graphemes', () => {
	assert.deepEqual(splitMessage('aaaa bbbb cccc', 12), [
		{text: 'aaaa bbbb ', part: [1, 2, '']},
		{text: 'cccc', part: [2, 2, '']},
	]);
	assert.deepEqual(splitMessage('a\nbbbbbbbbbb\nc', 8), [
		{text: 'a', part: [1, 3, '']},
		{text: 'bbbbbbbb', part: [2, 3, '\n']},
		{text: 'bb\nc', part: [3, 3, '']},
	]);
	assert.deepEqual(
		splitMessage(`a ${family}`, 26).map(({text}) => text),
		['a ', family],
	);
});

test('a line end at either end of the text is kept, and no part is empty', () => {
	for (const [text, bytes] of [
		['xxxxxxxx\n', 8],
		['\nxxxxxxxx', 8],
		['xxxx\n\n\n\n\n', 4],
		['\n'.repeat(30), 4],
	] as const) {
		const parts = splitMessage(text, bytes);
		assert.equal(joinParts(parts), text, JSON.stringify(text));
		assert.ok(
			parts.every(part => part.text !== ''),
			JSON.stringify(parts),
		);
	}
});

test('any text is restored from its parts, none of which is empty, too long, or cut in a grapheme', () => {
	const pieces = fc.constantFrom(
		'a',
		' ',
		'\n',
		'\n\n',
		'\r\n',
		'\r',
		'\t',
		'\u{4F60}',
		'e\u{301}',
		family,
		'\u{1F1E9}\u{1F1EA}',
		'x'.repeat(40),
	);
	fc.assert(
		fc.property(fc.array(pieces, {maxLength: 60}), fc.integer({min: 30, max: 90}), (list, bytes) => {
			const text = cleanText(list.join(''));
			const parts = splitMessage(text, bytes);
			assert.equal(joinParts(parts), text);
			const boundaries = new Set([...new Intl.Segmenter('en').segment(text)].map(({index}) => index));
			let start = 0;
			for (const {text: piece, part} of parts) {
				start += part?.[2].length ?? 0;
				assert.ok(piece !== '' && Buffer.byteLength(piece) <= bytes);
				assert.ok(boundaries.has(start), JSON.stringify([text, start]));
				assert.ok(boundaries.has(start - (part?.[2].length ?? 0)), 'no CRLF is cut');
				assert.equal(isPart(part), parts.length > 1);
				start += piece.length;
			}
		}),
		{numRuns: 2000},
	);
});

test('ten megabytes of lines, words or neither are split in a moment', () => {
	for (const unit of ['x', 'word ', 'line\n']) {
		const text = unit.repeat(10_000_000 / unit.length);
		const time = cpuTime(() => {
			assert.equal(joinParts(splitMessage(text)), text);
		});
		assert.ok(time < 5000, JSON.stringify(unit));
	}
});

test('what is no part is not read as one', () => {
	for (const value of [
		undefined,
		null,
		[],
		[1, 2],
		[0, 2, ''],
		[3, 2, ''],
		[1, 2, 'x'],
		[1.5, 2, ''],
		[1, 1e9, ''],
		{0: 1},
		'12\n',
	]) {
		assert.equal(isPart(value), false, JSON.stringify(value));
	}

	assert.equal(isPart([2, 3, '\n']), true);
});
