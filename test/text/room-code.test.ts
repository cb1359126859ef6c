import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {CodeError, completeCode, parseCode, suggestWords} from '../../source/text/room-code.ts';

const code = 'legal-winner-thank-year-wave';

test('a code is found in what a host prints, however it was copied', () => {
	for (const text of [
		code,
		`code ${code}`,
		`Code: ${code}.`,
		`code\tlegal winner\r\nthank\n year wave`,
		`CODE LEGAL-WINNER-THANK-YEAR-WAVE`,
		`“code legal–winner—thank\u{2011}year\u{A0}wave”`,
		'‘lega winn than year wave’',
		`code: \`${code}\``,
		'le\u{AD}gal-win\u{200D}ner-thank-year-wave\u{FEFF}',
		'LEGAL-W\u{130}NNER-THANK-YEAR-WAVE',
		`socket-chat join 192.168.1.20:5000\ncode ${code}\n`,
		`$ socket-chat join 192.168.1.20:5000\n${code}\nhello there`,
		'Waiting for others. Code:\n  legal-winner-thank-\n  year-wave\n\nOthers run\n  socket-chat join 10.0.0.7:5000',
	]) {
		assert.equal(parseCode(text), code, text);
		assert.deepEqual(completeCode(text), {text: code, wrong: undefined}, text);
	}
});

test('"code" is a word of codes as well: five words that begin with it are a code', () => {
	const own = 'code-winner-thank-year-wave';
	assert.equal(parseCode('code winner thank year wave'), own);
	assert.equal(parseCode(`code ${own}`), own);
	assert.deepEqual(completeCode('code winn'), {text: 'code-winner-', wrong: undefined});
	assert.deepEqual(completeCode('code legal winner thank year wav'), {
		text: 'legal-winner-thank-year-wav',
		wrong: undefined,
	});
});

test('a text with two codes, or with none, is no code', () => {
	for (const text of [
		`${code} zoo-zebra-zone-youth-yellow`,
		'legal winner thank year wave zoo',
		'socket-chat join 192.168.1.20:5000',
		'code',
		'',
	]) {
		assert.throws(() => parseCode(text), CodeError, text);
	}

	assert.throws(() => parseCode('code legal winner thank year foo'), {
		message: 'The fifth word is not a code word. Type the code as the host shows it.',
	});
});

test('as a code is typed letter by letter, no right word is called wrong, with or without "code" before it', () => {
	for (const text of [code, `code ${code}`, `Code: ${code.replaceAll('-', ' ')}`]) {
		for (let length = 0; length <= text.length; length++) {
			assert.equal(completeCode(text.slice(0, length)).wrong, undefined, text.slice(0, length));
		}
	}
});

test('a half-typed word may still become right, until it has four letters or is ended', () => {
	assert.deepEqual(completeCode('xq'), {text: 'xq', wrong: 1, isHalfTyped: true});
	assert.equal(completeCode('xq ').isHalfTyped, undefined);
	assert.equal(completeCode('xqxq').isHalfTyped, false);
	assert.equal(completeCode('foo').wrong, undefined);
	assert.equal(completeCode('foo-').wrong, 1);
});

test('words that one slip of the finger makes wrong are suggested', () => {
	assert.deepEqual(suggestWords('foo'), ['food', 'foot']);
	assert.deepEqual(suggestWords('wniner'), ['winner']);
	assert.deepEqual(suggestWords('legall'), ['legal']);
	assert.deepEqual(suggestWords('yaer'), ['year']);
	assert.deepEqual(suggestWords('thxx'), []);
	assert.deepEqual(suggestWords('a'), []);
	assert.deepEqual(suggestWords(''), []);
});

test('a code is found in any surroundings that have no other words joined by dashes', () => {
	const space = fc.constantFrom(' ', '\n', '\t', '\u{A0}', ', ', ': ', '“', '” ', ' (', ') ', '. ');
	const word = fc.constantFrom('host', 'join', 'the', '5000', 'é', '日本', 'legal', 'code');
	fc.assert(
		fc.property(
			fc.array(fc.tuple(word, space), {maxLength: 8}),
			fc.array(fc.tuple(space, word), {maxLength: 8}),
			(before, after) => {
				const text = `${before.flat().join('')} ${code} ${after.flat().join('')}`;
				assert.equal(parseCode(text), code, text);
			},
		),
	);
});

test('AD: a code is read as a numbered list and within a sentence', () => {
	for (const text of [
		'1. legal 2. winner 3. thank 4. year 5. wave',
		'1) legal\n2) winner\n3) thank\n4) year\n5) wave',
		'the code is legal winner thank year wave',
		'Code words: **legal winner thank year wave**',
	]) {
		assert.equal(parseCode(text), 'legal-winner-thank-year-wave', text);
	}

	assert.throws(() => parseCode('1. legal 2. winner 3. thank 4. year'), CodeError);
});
