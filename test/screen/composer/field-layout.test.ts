import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {layoutField} from '../../../source/screen/composer/field-layout.ts';
import {joinPastedLines} from '../../../source/screen/composer/use-line-field.ts';
import {measureWidth} from '../../../source/text/width.ts';

test('a text that fits is shown whole, and a longer one around its cursor', () => {
	assert.deepEqual(layoutField({text: 'abc', at: 3}, 4), {shown: 'abc', cursorColumn: 3});
	assert.deepEqual(layoutField({text: 'abcd', at: 4}, 4), {shown: 'bcd', cursorColumn: 3});
	assert.deepEqual(layoutField({text: 'abcdefg', at: 2}, 4), {shown: 'abcd', cursorColumn: 2});
	assert.deepEqual(layoutField({text: '日本語', at: 3}, 4), {shown: '語', cursorColumn: 2});
	assert.deepEqual(layoutField({text: '', at: 0}, 1), {shown: '', cursorColumn: 0});
});

test('in any width the text is never wider than the field, and the cursor is in it', () => {
	const piece = fc.constantFrom('a', ' ', '日', '👩‍👩‍👧', 'e\u{301}', '🇩🇪', '\u{200D}', '\u{202E}');
	fc.assert(
		fc.property(fc.array(piece, {maxLength: 40}), fc.nat(200), fc.integer({min: 2, max: 30}), (pieces, at, columns) => {
			const text = pieces.join('');
			const {shown, cursorColumn} = layoutField({text, at: Math.min(at, text.length)}, columns);
			assert.ok(measureWidth(shown) <= columns);
			assert.ok(cursorColumn >= 0 && cursorColumn < columns);
		}),
		{numRuns: 1000},
	);
});

test('what is pasted into a field becomes one line', () => {
	assert.equal(joinPastedLines('\r\none\r\ntwo\tthree\r\rfour\u{2028}five'), 'one two three four five');
	assert.equal(joinPastedLines('winner\n') + joinPastedLines('thank\n'), 'winner thank ');
	assert.equal(joinPastedLines(' thank'), ' thank');
	assert.equal(joinPastedLines('\n'), '');
});
