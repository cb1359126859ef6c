import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {cleanName, foldName, uniqueName} from '../../source/text/name.ts';
import {sanitizeLine} from '../../source/text/sanitize.ts';
import {measureWidth} from '../../source/text/width.ts';
import {findHarm, hostileStrings} from '../helpers/hostile.ts';
import {cpuTime} from '../helpers/cpu-time.ts';

const telling = [
	'a',
	'B',
	' ',
	'.',
	'-',
	'_',
	'\u{DF}',
	'\u{301}',
	'\u{316}',
	'\u{34F}',
	'\u{200D}',
	'\u{1160}',
	'\u{A8}',
	'\u{FDFA}',
	'\u{4F60}',
	'\u{D4E}',
	'\u{915}\u{94D}',
	'\u{1100}',
	'\u{1161}',
	'\u{130}',
];

const anyName = fc.oneof(
	fc.string({unit: 'grapheme', maxLength: 60}),
	fc.string({unit: 'binary', maxLength: 60}),
	fc.array(fc.constantFrom(...telling), {maxLength: 60}).map(parts => parts.join('')),
	fc.constantFrom(...hostileStrings.map(({text}) => text)),
);

test('cleanName keeps letters, marks, digits, single spaces and _ . -', () => {
	const cases: ReadonlyArray<readonly [string, string]> = [
		['alice', 'alice'],
		['  Alice   B. ', 'Alice B.'],
		['a_b.c-d 7', 'a_b.c-d 7'],
		['a:b/c<d>@e#f', 'abcdef'],
		['\u{1B}[31mbob\u{1B}[0m', '31mbob0m'],
		['a\nb\tc', 'abc'],
		['Zo\u{EB}', 'Zo\u{EB}'],
		['Zoe\u{308}', 'Zo\u{EB}'],
		['\u{4F60}\u{597D}', '\u{4F60}\u{597D}'],
		['\u{FF21}\u{FF42}\u{2460}', 'Ab1'],
		['a\u{A0}b\u{3000}c', 'a b c'],
		['al\u{200B}i\u{AD}ce\u{202E}', 'alice'],
		['\u{3164}\u{115F}\u{FFA0}', ''],
		['\u{1F600}', ''],
		['', ''],
		['   ', ''],
	];
	for (const [raw, expected] of cases) {
		assert.equal(cleanName(raw), expected);
	}
});

test('a name has at most two marks per base character, and none without a base', () => {
	assert.equal(cleanName('x' + '\u{302}'.repeat(9)), 'x\u{302}\u{302}');
	assert.equal(cleanName('\u{301}x \u{301}y'), 'x y');
	assert.equal(cleanName('x\u{302}\u{34F}\u{302}\u{34F}\u{302}'), 'x\u{302}\u{302}');
});

test('a name is cut to 24 columns between graphemes, and does not end in a space', () => {
	assert.equal(cleanName('x'.repeat(30)), 'x'.repeat(24));
	assert.equal(cleanName('x' + '\u{4F60}'.repeat(30)), 'x' + '\u{4F60}'.repeat(11));
	assert.equal(cleanName('x'.repeat(23) + ' y'), 'x'.repeat(23));
	assert.equal(cleanName('x\u{302}'.repeat(30)), 'x\u{302}'.repeat(24));
});

test('a name of a megabyte of marks is cleaned without delay', () => {
	const time = cpuTime(() => {
		cleanName('a' + '\u{301}\u{316}'.repeat(500_000));
	});
	assert.ok(time < 1000, String(time));
});

test('for any input, a clean name follows the rules, and cleaning it again changes nothing', () => {
	fc.assert(
		fc.property(anyName, raw => {
			const name = cleanName(raw);
			assert.equal(cleanName(name), name);
			assert.ok(measureWidth(name) <= 24);
			assert.match(name, /^[\p{L}\p{M}\p{N} _.-]*$/u);
			assert.doesNotMatch(name, /\p{Default_Ignorable_Code_Point}/u);
			assert.doesNotMatch(name, /\p{M}{3}|^\p{M}| \p{M}|^ | $| {2}/u);
			assert.equal(name.normalize('NFKC'), name);
			assert.equal(findHarm(name), undefined);
			assert.equal(sanitizeLine(name), name);
		}),
		{numRuns: 3000},
	);
});

test('a taken name gets the first free number as a suffix', () => {
	const taken = new Set(['alice']);
	const isTaken = (folded: string) => taken.has(folded);
	assert.equal(uniqueName('bob', isTaken), 'bob');
	assert.equal(uniqueName('Alice', isTaken), 'Alice-2');
	taken.add('alice-2');
	assert.equal(uniqueName('ALICE', isTaken), 'ALICE-3');
});

test('an empty name becomes guest, and the next one guest-2', () => {
	assert.equal(
		uniqueName('', () => false),
		'guest',
	);
	assert.equal(
		uniqueName('  ', () => false),
		'guest',
	);
	assert.equal(
		uniqueName('', folded => folded === 'guest'),
		'guest-2',
	);
});

test('a long name is shortened to fit its number suffix within 24 columns', () => {
	const long = 'x'.repeat(24);
	assert.equal(
		uniqueName(long, folded => folded === long),
		'x'.repeat(22) + '-2',
	);
	const wide = '\u{4F60}'.repeat(12);
	assert.equal(
		uniqueName(wide, folded => folded === wide),
		'\u{4F60}'.repeat(11) + '-2',
	);
	assert.equal(
		uniqueName('x'.repeat(21) + ' yy', folded => !folded.includes('-')),
		'x'.repeat(21) + '-2',
	);
});

test('any number of requests for the same name each get a distinct name that follows the rules', () => {
	fc.assert(
		fc.property(anyName, raw => {
			const taken = new Set<string>();
			for (let asked = 0; asked < 12; asked++) {
				const name = uniqueName(cleanName(raw), key => taken.has(key));
				assert.ok(!taken.has(foldName(name)));
				assert.ok(measureWidth(name) <= 24);
				assert.notEqual(name, '');
				assert.equal(cleanName(name), name);
				taken.add(foldName(name));
			}
		}),
	);
});

test('names that differ only in case have the same key', () => {
	const same: ReadonlyArray<readonly [string, string]> = [
		['Alice', 'aLICE'],
		['stra\u{DF}e', 'STRASSE'],
		['stra\u{DF}e', 'STRA\u{1E9E}E'],
		['\u{39F}\u{394}\u{39F}\u{3A3}', '\u{3BF}\u{3B4}\u{3BF}\u{3C2}'],
		['\u{39F}\u{394}\u{39F}\u{3A3}', '\u{3BF}\u{3B4}\u{3BF}\u{3C3}'],
		['\u{17F}am', 'SAM'],
		['\u{FB01}n', 'FIN'],
		['\u{FF21}lice', 'alice'],
		['Zoe\u{308}', 'zo\u{CB}'],
	];
	for (const [one, other] of same) {
		assert.equal(foldName(one), foldName(other));
	}

	assert.notEqual(foldName('alice'), foldName('alicia'));
	assert.notEqual(foldName('Zoe'), foldName('Zo\u{EB}'));
});

test('folding a folded name changes nothing, for every character of the planes with cased letters', () => {
	for (let code = 0; code < 0x2_00_00; code++) {
		const character = String.fromCodePoint(code);
		const key = foldName(character);
		assert.equal(foldName(key), key);
		assert.equal(foldName(character.toUpperCase()), key);
		assert.equal(foldName(character.toLowerCase()), key);
	}
});
