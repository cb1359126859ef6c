import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {findMatches, foldForSearch} from '../../source/text/search.ts';
import {cpuTime} from '../helpers/cpu-time.ts';

/** Returns what of the text is found, as it is written there. */
const find = (text: string, wanted: string) => findMatches(text, wanted).map(({start, end}) => text.slice(start, end));

test('S: a search leaves out what nobody sees, in the text and in what is searched for', () => {
	assert.deepEqual(find('a zero\u200Bwidth b', 'zerowidth'), ['zero\u200Bwidth']);
	assert.deepEqual(find('zerowidth', '\uFEFFzero\u200Bwidth'), ['zerowidth']);
	assert.deepEqual(find('Donau\u00ADdampf, donaudampf', 'Donaudampf'), ['Donau\u00ADdampf', 'donaudampf']);
	assert.deepEqual(find('\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645', '\u0645\u06CC\u062E\u0648'), [
		'\u0645\u06CC\u200C\u062E\u0648',
	]);
	assert.deepEqual(find('I \u2764\uFE0F you', '\u2764'), ['\u2764\uFE0F']);
	assert.deepEqual(find('anything', '\u200B'), []);
});

test('S: a search finds a text in every form in which it can be written', () => {
	for (const [text, wanted, found] of [
		['Zoe\u0308 came', 'zo\u00EB', 'Zoe\u0308'],
		['Zo\u00EB came', 'ZOE\u0308', 'Zo\u00EB'],
		['\u1112\u1161\u11AB\u1100\u116E\u11A8', '\uD55C\uAD6D', '\u1112\u1161\u11AB\u1100\u116E\u11A8'],
		['\uD55C\uAD6D', '\u1112\u1161\u11AB', '\uD55C'],
		['10\u00A0km', '10 km', '10\u00A0km'],
		['10 km', '10\u202Fkm', '10 km'],
		['two\n  lines', 'two lines', 'two\n  lines'],
		['STRASSE', 'stra\u00DFe', 'STRASSE'],
		['Stra\u00DFe', 'strass', 'Stra\u00DF'],
		['\u0130stanbul', 'istanbul', '\u0130stanbul'],
		['I\u015EIK', '\u0131\u015F\u0131k', 'I\u015EIK'],
		['\u03C3\u03BF\u03C6\u03CC\u03C2', '\u03A3\u039F\u03A6\u038C\u03A3', '\u03C3\u03BF\u03C6\u03CC\u03C2'],
		['\uFF26\uFF55\uFF4C\uFF4C', 'full', '\uFF26\uFF55\uFF4C\uFF4C'],
		['\uFF76\uFF9E\uFF77', '\u30AC\u30AD', '\uFF76\uFF9E\uFF77'],
		['the \uFB01le', 'file', '\uFB01le'],
		['don\u2019t', "don't", 'don\u2019t'],
		['\u201Cquoted\u201D', '"quoted"', '\u201Cquoted\u201D'],
		['2019\u20132021', '2019-2021', '2019\u20132021'],
		['wait\u2026', 'wait...', 'wait\u2026'],
	] as const) {
		assert.deepEqual(find(text, wanted), [found], `${text} ${wanted}`);
	}
});

test('S: a match covers whole emoji, which have another width in parts', () => {
	assert.deepEqual(find('a \u{1F468}\u200D\u{1F469}\u200D\u{1F467} b', '\u{1F469}'), [
		'\u{1F468}\u200D\u{1F469}\u200D\u{1F467}',
	]);
	assert.deepEqual(find('ok \u{1F44D}\u{1F3FD}!', '\u{1F44D}'), ['\u{1F44D}\u{1F3FD}']);
	assert.deepEqual(find('\u{1F1E9}\u{1F1EA}', '\u{1F1EA}'), ['\u{1F1E9}\u{1F1EA}']);
});

test('S: vowel signs that are seldom written need not be typed', () => {
	const shalom = '\u05E9\u05C1\u05B8\u05DC\u05D5\u05B9\u05DD';
	assert.deepEqual(find(shalom, '\u05E9\u05DC\u05D5\u05DD'), [shalom]);
	const muhammad = '\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F';
	assert.deepEqual(find(muhammad, '\u0645\u062D\u0645\u062F'), [muhammad]);
	assert.deepEqual(find('\u0645\u062D\u0645\u062F', muhammad), ['\u0645\u062D\u0645\u062F']);
	assert.deepEqual(find('\u0645\u0640\u0640\u062D\u0645\u062F', '\u0645\u062D\u0645\u062F'), [
		'\u0645\u0640\u0640\u062D\u0645\u062F',
	]);
});

test('S: letters with different accents are different', () => {
	assert.deepEqual(find('ol\u00E9', 'ole'), []);
	assert.deepEqual(find('ole\u0301', 'ole'), []);
});

test('S: matches are in order, apart, and in the place that was found', () => {
	assert.deepEqual(findMatches('a\u200Bb AB a b', 'ab'), [
		{start: 0, end: 3},
		{start: 4, end: 6},
	]);
	assert.deepEqual(find('\uFB03 ff', 'f'), ['\uFB03', 'f', 'f']);
	fc.assert(
		fc.property(
			fc.string({
				unit: fc.constantFrom('a', 'B', ' ', '\u200B', '\u00DF', '\u0301', '\u1112', '\u1161', '\uD55C', '\n'),
				maxLength: 20,
			}),
			fc.string({unit: fc.constantFrom('a', 'b', ' ', 's', '\u0301', '\uD558'), maxLength: 3}),
			(text, wanted) => {
				let done = 0;
				for (const {start, end} of findMatches(text, wanted)) {
					assert.ok(start >= done && end > start && end <= text.length);
					assert.ok(foldForSearch(text.slice(start, end)).includes(foldForSearch(wanted).trim()));
					done = end;
				}
			},
		),
		{numRuns: 2000},
	);
});

test('what is folded once is folded', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme', maxLength: 30}), text => {
			const folded = foldForSearch(text);
			assert.equal(foldForSearch(folded), folded);
		}),
		{numRuns: 1000},
	);
});

test('a long run of marks is searched without delay', () => {
	const time = cpuTime(() => {
		findMatches('a' + '\u0301\u0316'.repeat(20_000) + 'b', 'b');
	});
	assert.ok(time < 1000, String(time));
});
