import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {splitSegments} from '../../source/text/segments.ts';

const graphemes = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** Characters that combine with each other in one way or another. */
const pieces = [
	'a',
	' ',
	'\n',
	'\r',
	'\u{301}',
	'\u{1100}',
	'\u{1161}',
	'\u{11A8}',
	'\u{AC00}',
	'\u{200D}',
	'\u{FE0F}',
	'🇩',
	'👩',
	'👩‍👧',
	'🏽',
	'क',
	'\u{94D}',
	'\u{600}',
	'ก',
	'็',
	'\u{E0067}',
	'\u{D83D}',
	'漢',
];

test('a text is split in windows as it is in one piece', () => {
	const texts = fc
		.array(fc.tuple(fc.constantFrom(...pieces), fc.integer({min: 1, max: 300})), {maxLength: 20})
		.map(runs => runs.map(([piece, count]) => piece.repeat(count)).join(''));
	const mixed = fc.array(fc.constantFrom(...pieces), {maxLength: 1500}).map(list => list.join(''));
	fc.assert(
		fc.property(fc.oneof(texts, mixed), text => {
			assert.deepEqual(
				[...splitSegments(graphemes, text)].map(({segment, index}) => [index, segment]),
				[...graphemes.segment(text)].map(({segment, index}) => [index, segment]),
			);
		}),
	);
});

test('no window grows with the text', () => {
	const sizes: number[] = [];
	const counting = {
		segment(text: string) {
			sizes.push(text.length);
			return graphemes.segment(text);
		},
	} as unknown as Intl.Segmenter;
	assert.equal([...splitSegments(counting, '\u{1}'.repeat(10_000))].length, 10_000);
	assert.ok(Math.max(...sizes) <= 256);
	assert.ok(sizes.length < 50);
});
