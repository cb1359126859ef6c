import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type {Key} from 'ink';
import {findCursor, emptyDraft, reduceDraft, type Draft} from '../../../source/screen/composer/draft.ts';
import type {DraftAction} from '../../../source/screen/terminal/edit-actions.ts';
import {findOffsetByRow, layoutDraft} from '../../../source/screen/composer/draft-layout.ts';
import {decodeFunctionKey} from '../../../source/screen/terminal/input/function-keys.ts';
import {decodeKeys, type KeyPress} from '../../../source/screen/terminal/keys.ts';
import {measureWidth} from '../../../source/text/width.ts';

const none: Key = {
	upArrow: false,
	downArrow: false,
	leftArrow: false,
	rightArrow: false,
	pageDown: false,
	pageUp: false,
	home: false,
	end: false,
	return: false,
	escape: false,
	ctrl: false,
	shift: false,
	tab: false,
	backspace: false,
	delete: false,
	meta: false,
	super: false,
	hyper: false,
	capsLock: false,
	numLock: false,
};

const press = (draft: Draft, presses: readonly KeyPress[]): Draft => {
	let result = draft;
	for (const one of presses) {
		result = one.type === 'edit' ? reduceDraft(result, one.action as DraftAction) : result;
	}

	return result;
};

const typed = (...chunks: string[]): Draft => {
	let draft = emptyDraft;
	for (const chunk of chunks) {
		draft = press(draft, decodeKeys(chunk, none));
	}

	return draft;
};

const act = (
	draft: Draft,
	...types: Array<Exclude<DraftAction['type'], 'insert' | 'paste' | 'move-to' | 'replace'>>
): Draft => {
	let result = draft;
	for (const type of types) {
		result = reduceDraft(result, {type});
	}

	return result;
};

const boundaries = (text: string): ReadonlySet<number> =>
	new Set([...[...new Intl.Segmenter().segment(text)].map(({index}) => index), text.length]);

const pieces = fc.constantFrom(
	'a',
	' ',
	'ß',
	'日',
	'한',
	'👍',
	'👩‍👩‍👧‍👦',
	'👩',
	'\u200D',
	'🇫',
	'🇷',
	'🏽',
	'e\u0301',
	'\u0301',
	'❤️',
	'\uFE0F',
	'क्षि',
	'\n',
	'\u{1}',
	'\u{2}',
	'\u{4}',
	'\u{5}',
	'\u{6}',
	'\u{7F}',
	'\u{15}',
	'\u{B}',
	'\u{17}',
	'\u{7}',
	'\t',
);

test('keys in chunks of any size do the same as one by one', () => {
	fc.assert(
		fc.property(fc.array(pieces, {maxLength: 30}), fc.array(fc.nat(40), {maxLength: 8}), (keys, cuts) => {
			const codePoints = [...keys.join('')];
			const chunks: string[] = [];
			let rest = codePoints;
			for (const cut of cuts) {
				chunks.push(rest.slice(0, cut).join(''));
				rest = rest.slice(cut);
			}

			chunks.push(rest.join(''));
			assert.deepEqual(typed(...chunks), typed(...codePoints));
		}),
		{numRuns: 1000},
	);
});

test('the cursor is never inside a grapheme', () => {
	fc.assert(
		fc.property(fc.array(pieces, {maxLength: 30}), keys => {
			let draft = emptyDraft;
			for (const key of keys) {
				draft = press(draft, decodeKeys(key, none));
				assert.ok(boundaries(draft.text).has(findCursor(draft)), JSON.stringify(draft));
			}
		}),
		{numRuns: 1000},
	);
});

test('Enter in the middle of a read sends the text before it', () => {
	assert.deepEqual(decodeKeys('abc\rde\r', none), [
		{type: 'edit', action: {type: 'insert', text: 'abc'}},
		{type: 'submit', isBurst: true},
		{type: 'edit', action: {type: 'insert', text: 'de'}},
		{type: 'submit', isBurst: true},
	]);
	assert.deepEqual(decodeKeys('abc\r\r', none).slice(1), [{type: 'submit'}, {type: 'submit'}]);
	assert.deepEqual(decodeKeys('\r', {...none, return: true}), [{type: 'submit'}]);
});

test('Alt+Enter and Ctrl+J begin a new line', () => {
	const newline = [{type: 'edit', action: {type: 'newline'}}];
	assert.deepEqual(decodeKeys('\r', {...none, return: true, meta: true}), newline);
	assert.deepEqual(decodeKeys('\n', none), newline);
	assert.equal(typed('one\ntwo').text, 'one\ntwo');
});

test('unknown keys and controls insert nothing', () => {
	assert.equal(typed('a\u{7}b\u{1C}c\u{9B}d').text, 'abcd');
	assert.deepEqual(decodeKeys('v', {...none, ctrl: true}), []);
	assert.deepEqual(decodeKeys('', none), []);
});

test('Alt and a character are Escape and that character, unless the chord has a meaning', () => {
	const escape = {type: 'escape'};
	const insert = (text: string) => ({type: 'edit', action: {type: 'insert', text}});
	const alt = {...none, meta: true};
	assert.deepEqual(decodeKeys('x', alt), [escape, insert('x')]);
	assert.deepEqual(decodeKeys('u', alt), [escape, insert('u')]);
	assert.deepEqual(decodeKeys('b', alt), [{type: 'edit', action: {type: 'word-left'}}]);
	assert.deepEqual(
		decodeKeys('b', alt, () => false),
		[escape, insert('b')],
	);
});

test('a Ctrl key is the same key alone and within a read', () => {
	for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
		if (!'him'.includes(letter)) {
			assert.deepEqual(
				decodeKeys(letter, {...none, ctrl: true}),
				decodeKeys(String.fromCodePoint((letter.codePointAt(0) ?? 0) % 32), none),
				letter,
			);
		}
	}
});

test('F2 and F4 are recognised in the form of each terminal', () => {
	for (const sequence of ['\u{1B}OQ', '\u{1B}[12~', '\u{1B}[[B', '\u{1B}[Q']) {
		assert.deepEqual(decodeFunctionKey(sequence), {type: 'f2'});
	}

	assert.deepEqual(decodeFunctionKey('\u{1B}OS'), {type: 'f4'});
	assert.equal(decodeFunctionKey('x'), undefined);
});

test('Backspace deletes a whole grapheme, whatever it consists of', () => {
	for (const grapheme of ['a', '日', '👩‍👩‍👧‍👦', '🇫🇷', 'e\u0301', '❤️', '👋🏽']) {
		assert.equal(act(typed('x', grapheme), 'delete-left').text, 'x', grapheme);
		assert.equal(act(typed(grapheme, 'x'), 'home', 'delete-right').text, 'x', grapheme);
		assert.equal(findCursor(act(typed(grapheme), 'left')), 0, grapheme);
	}
});

test('the keys of a shell move over and delete words and lines', () => {
	const draft = typed('one two  three');
	assert.equal(findCursor(act(draft, 'word-left')), 9);
	assert.equal(findCursor(act(draft, 'word-left', 'word-left')), 4);
	assert.equal(findCursor(act(draft, 'home', 'word-right')), 3);
	assert.equal(act(draft, 'delete-word-left').text, 'one two  ');
	assert.equal(act(draft, 'delete-word-left', 'delete-word-left').text, 'one ');
	assert.equal(act(draft, 'home', 'delete-word-right').text, ' two  three');
	assert.equal(act(draft, 'word-left', 'delete-to-start').text, 'three');
	assert.equal(act(draft, 'word-left', 'delete-to-end').text, 'one two  ');
	assert.equal(act(typed('one\ntwo'), 'delete-to-start').text, 'one\n');
	assert.equal(act(typed('one\ntwo'), 'home').at, 4);
	assert.equal(act(typed('one\ntwo'), 'home', 'delete-to-start').text, 'onetwo');
	assert.equal(act(typed('日本語を話す'), 'delete-word-left').text.length < 6, true);
	assert.deepEqual(act(draft, 'clear'), emptyDraft);
});

test('a paste keeps its lines, whatever their line ends, and its tabs and form feeds, and loses control characters', () => {
	const draft = reduceDraft(emptyDraft, {type: 'paste', text: 'a\r\nb\rc\n\f\td\u{1B}[31m'});
	assert.equal(draft.text, 'a\nb\nc\n\f\td[31m');
});

test('no row of a draft is wider than asked for, and the rows together are the draft', () => {
	fc.assert(
		fc.property(fc.array(pieces, {maxLength: 200}), fc.integer({min: 36, max: 60}), (keys, columns) => {
			const draft = typed(...keys);
			const {rows, cursorRow, cursorColumn} = layoutDraft(draft, columns);
			assert.ok(rows.every(({shown}) => measureWidth(shown) <= columns));
			assert.ok(cursorRow < rows.length && cursorColumn <= columns);
			let text = '';
			for (const [index, {start, end}] of rows.entries()) {
				text += draft.text.slice(start, end) + (rows[index + 1]?.start === end + 1 ? '\n' : '');
			}

			assert.equal(text, draft.text);
		}),
		{numRuns: 1000},
	);
});

test('a draft breaks between words, and the arrows move between its rows', () => {
	const draft = typed('hello wonderful world\nnext');
	const view = layoutDraft(draft, 12);
	assert.deepEqual(
		view.rows.map(({shown}) => shown),
		['hello ', 'wonderful ', 'world', 'next'],
	);
	assert.deepEqual([view.cursorRow, view.cursorColumn], [3, 4]);
	const up = findOffsetByRow(view, -1);
	assert.equal(up, 20);
	assert.equal(findOffsetByRow(layoutDraft({...draft, at: 0}, 12), -1), undefined);
	assert.equal(findOffsetByRow(view, 1), undefined);
	assert.deepEqual(
		[layoutDraft({...draft, at: 6}, 12).cursorRow, layoutDraft({...draft, at: 6}, 12).cursorColumn],
		[1, 0],
	);
});
