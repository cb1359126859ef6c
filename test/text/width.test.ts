import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {sanitizeLine} from '../../source/text/sanitize.ts';
import {
	splitCells,
	cut,
	splitGraphemes,
	findGraphemeStart,
	pad,
	truncate,
	measureWidth,
} from '../../source/text/width.ts';
import {hostileStrings} from '../helpers/hostile.ts';

const kiss = '\u{1F469}\u{1F3FD}\u{200D}\u{2764}\u{FE0F}\u{200D}\u{1F48B}\u{200D}\u{1F468}\u{1F3FF}';

const joining = [
	'a',
	' ',
	'\u{E9}',
	'\u{4F60}',
	'\u{AC00}',
	'\u{1100}',
	'\u{11A8}',
	'\u{1F1E9}',
	'\u{1F469}',
	'\u{1F3FD}',
	'\u{200D}',
	'\u{FE0F}',
	'\u{301}',
	'\u{D4E}',
	'\u{915}\u{94D}',
	'\u{3042}',
	'\u{FF9E}',
	kiss,
	'\u{5D0}',
	'\u{627}',
	'\u{64E}',
	'\u{302A}',
	'\r',
	'\n',
];

/** Text of many scripts, with many characters that combine with their neighbours. */
const scripts = fc
	.array(
		fc.oneof(
			fc.string({unit: 'grapheme', maxLength: 4}),
			fc.string({unit: 'binary', maxLength: 2}),
			fc.constantFrom(...joining),
		),
		{
			maxLength: 20,
		},
	)
	.map(parts => parts.join(''));

test('the width of a text is the columns that it takes on a terminal', () => {
	const cases: ReadonlyArray<readonly [string, number]> = [
		['', 0],
		['hello', 5],
		['na\u{EF}ve', 5],
		['e\u{301}', 1],
		['\u{4F60}\u{597D}', 4],
		['\u{D55C}\u{AD6D}', 4],
		['\u{1112}\u{1161}\u{11AB}', 2],
		[kiss, 2],
		['1\u{FE0F}\u{20E3}', 2],
		['\u{1F1E9}\u{1F1EA}', 2],
		['\u{241B}\u{FFFD}', 2],
	];
	for (const [text, columns] of cases) {
		assert.equal(measureWidth(text), columns, JSON.stringify(text));
	}
});

test('a grapheme has the width that string-width returns, also when cached and after the cache was cleared', () => {
	const some = ['\u{4F60}', '\u{E9}', kiss, '\u{1F600}'];
	const check = () => {
		for (const grapheme of some) {
			assert.equal(measureWidth(grapheme), stringWidth(grapheme));
		}
	};

	check();
	check();
	for (let code = 0x34_00; code < 0x4d_00; code++) {
		measureWidth(String.fromCodePoint(code));
	}

	check();
});

test('splitGraphemes agrees with Intl.Segmenter for every mix of scripts', () => {
	const segmenter = new Intl.Segmenter();
	fc.assert(
		fc.property(scripts, text => {
			const expected = Array.from(segmenter.segment(text), ({segment}) => segment);
			assert.deepEqual(splitGraphemes(text), expected);
		}),
		{numRuns: 3000},
	);
});

test('no character that combines with another is treated as simple', () => {
	const segmenter = new Intl.Segmenter();
	for (let code = 0x20; code < 0x1_00_00; code++) {
		const character = String.fromCodePoint(code);
		const text = `ab${character}${character}ab`;
		assert.equal(splitGraphemes(text).length, [...segmenter.segment(text)].length);
	}
});

test('findGraphemeStart returns the start of the grapheme around an index', () => {
	const text = `ab${kiss}c`;
	assert.equal(findGraphemeStart(text, 1), 1);
	assert.equal(findGraphemeStart(text, 2), 2);
	assert.equal(findGraphemeStart(text, 9), 2);
	assert.equal(findGraphemeStart(text, 2 + kiss.length), 2 + kiss.length);
	assert.equal(findGraphemeStart(text, text.length), text.length);
});

test('a cluster that occurs in no language is measured letter by letter', () => {
	const conjuncts = '\u{915}\u{94D}'.repeat(100);
	assert.equal(splitGraphemes(conjuncts).length, 1);
	assert.equal(measureWidth(conjuncts), 100);
	assert.equal(splitCells(conjuncts).length, 100);
	assert.equal(measureWidth('\u{915}\u{94D}'.repeat(6)), 6);
	assert.equal(measureWidth('\u{D4E}'.repeat(50) + ' '), 51);
	// K\u0101rtsnya is a real word, with five letters in one cluster.
	const kartsnya = '\u{930}\u{94D}\u{924}\u{94D}\u{938}\u{94D}\u{928}\u{94D}\u{92F}';
	assert.deepEqual(splitCells(kartsnya), [kartsnya]);
});

test('joining the cells of a text restores it', () => {
	fc.assert(
		fc.property(scripts, text => {
			assert.equal(splitCells(text).join(''), text);
			assert.equal(splitGraphemes(text).join(''), text);
		}),
	);
});

test('truncate drops whole graphemes and ends the text with an ellipsis', () => {
	assert.equal(truncate('hello', 5), 'hello');
	assert.equal(truncate('hello', 4), 'hel\u{2026}');
	assert.equal(truncate('hello', 1), '\u{2026}');
	assert.equal(truncate('hello', 0), '');
	assert.equal(truncate('hello', -1), '');
	assert.equal(truncate('', 0), '');
	assert.equal(truncate('\u{4F60}\u{597D}', 3), '\u{4F60}\u{2026}');
	assert.equal(truncate('\u{4F60}\u{597D}', 2), '\u{2026}');
	assert.equal(truncate(`a${kiss}b`, 3), 'a\u{2026}');
	assert.equal(truncate(`a${kiss}b`, 4), `a${kiss}b`);
});

test('cut keeps the graphemes that fit and adds nothing', () => {
	assert.equal(cut('hello', 3), 'hel');
	assert.equal(cut('hello', -1), '');
	assert.equal(cut('\u{4F60}\u{597D}', 3), '\u{4F60}');
	assert.equal(cut('ae\u{301}', 2), 'ae\u{301}');
});

test('pad returns exactly the requested width', () => {
	assert.equal(pad('ab', 4), 'ab  ');
	assert.equal(pad('abcde', 4), 'abc\u{2026}');
	assert.equal(pad('\u{4F60}\u{597D}', 3), '\u{4F60}\u{2026}');
	assert.equal(pad('\u{4F60}\u{597D}', 2), '\u{2026} ');
	assert.equal(pad('x', 0), '');
	assert.equal(measureWidth(pad('\u{D4E}\u{D4E}', 2)), 2);
});

test('for any text, truncate never exceeds the width and pad always fills it', () => {
	const text = fc.oneof(scripts, fc.constantFrom(...hostileStrings.map(hostile => hostile.text)));
	fc.assert(
		fc.property(text, fc.nat({max: 30}), (raw, columns) => {
			const line = sanitizeLine(raw);
			const shown = truncate(line, columns);
			assert.ok(measureWidth(shown) <= columns);
			assert.equal(shown === line, measureWidth(line) <= columns);
			assert.equal(measureWidth(pad(line, columns)), columns);
		}),
		{numRuns: 2000},
	);
});
