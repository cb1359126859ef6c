import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {findCursor} from '../../../source/screen/composer/draft.ts';
import {emptyEditor, reduceEditor, type Editor} from '../../../source/screen/composer/editor.ts';
import type {EditorAction} from '../../../source/screen/terminal/edit-actions.ts';

const run = (editor: Editor, ...actions: ReadonlyArray<EditorAction | string>): Editor => {
	let result = editor;
	for (const action of actions) {
		result = reduceEditor(result, typeof action === 'string' ? {type: 'insert', text: action} : action);
	}

	return result;
};

const typed = (text: string): Editor => run(emptyEditor, ...text);
const textOf = ({draft}: Editor) => draft.text;

test('cut text can be yanked, and consecutive cuts are joined', () => {
	const cut = run(typed('one two three'), {type: 'delete-word-left'}, {type: 'delete-word-left'});
	assert.equal(textOf(cut), 'one ');
	assert.equal(textOf(run(cut, {type: 'home'}, {type: 'yank'})), 'two threeone ');
	const rest = run(typed('one two'), {type: 'home'}, {type: 'delete-word-right'}, {type: 'delete-to-end'});
	assert.equal(textOf(rest), '');
	assert.equal(textOf(run(rest, {type: 'yank'})), 'one two');
	const apart = run(typed('one two'), {type: 'delete-word-left'}, {type: 'left'}, {type: 'delete-to-start'});
	assert.equal(textOf(run(apart, {type: 'yank'})), 'one ');
});

test('undo goes back word by word, and undoes cuts, yanks and pastes', () => {
	const editor = run(typed('one two'), {type: 'delete-to-start'}, {type: 'yank'}, 'pasted text');
	const steps = [editor];
	for (let left = 10; left > 0; left--) {
		steps.push(run(steps.at(-1) ?? emptyEditor, {type: 'undo'}));
	}

	assert.deepEqual([...new Set(steps.map(each => textOf(each)))], ['one twopasted text', 'one two', '', 'one']);
});

test('the arrows bring back sent drafts, and the unsent draft comes back after them', () => {
	const sent = run(
		emptyEditor,
		{type: 'sent', text: 'first'},
		{type: 'sent', text: 'second'},
		{type: 'sent', text: 'second'},
	);
	assert.deepEqual(sent.sent, ['first', 'second']);
	const draft = run(sent, 'unsent', {type: 'left'});
	const back = run(draft, {type: 'history-back'});
	assert.equal(textOf(back), 'second');
	assert.equal(findCursor(back.draft), 6);
	assert.equal(textOf(run(back, {type: 'history-back'}, {type: 'history-back'})), 'first');
	assert.deepEqual(
		run(back, {type: 'history-back'}, {type: 'history-forward'}, {type: 'history-forward'}).draft,
		draft.draft,
	);
	assert.equal(textOf(run(draft, {type: 'history-forward'})), 'unsent');
	assert.equal(textOf(run(emptyEditor, {type: 'history-back'})), '');
});

test('transpose swaps two whole graphemes', () => {
	const swapped = (text: string, ...moves: EditorAction[]) =>
		textOf(run(run(emptyEditor, text), ...moves, {type: 'transpose'}));
	assert.equal(swapped('ab'), 'ba');
	assert.equal(swapped('abc', {type: 'left'}), 'acb');
	assert.equal(swapped('a👩‍👩‍👧'), '👩‍👩‍👧a');
	assert.equal(swapped('a'), 'a');
	assert.equal(swapped('ab', {type: 'home'}), 'ab');
	assert.equal(swapped('x\nab', {type: 'home'}), 'x\nab');
});

test('after any keys the cursor is between two graphemes, and undo comes to an end', () => {
	const names = [
		'left',
		'right',
		'word-left',
		'word-right',
		'home',
		'end',
		'newline',
		'delete-left',
		'delete-right',
		'delete-word-left',
		'delete-word-right',
		'delete-to-start',
		'delete-to-end',
		'transpose',
		'yank',
		'undo',
		'history-back',
		'history-forward',
		'clear',
	] as const;
	const action: fc.Arbitrary<EditorAction> = fc.oneof(
		{weight: 3, arbitrary: fc.record({type: fc.constantFrom(...names)})},
		{
			weight: 2,
			arbitrary: fc
				.constantFrom('a', 'é', '漢', '👩‍👩‍👧', '🇩🇪', ' ', 'e\u{301}', '\u{200D}', 'two words')
				.map(text => ({type: 'insert' as const, text})),
		},
		fc.constantFrom('hi', 'a\nb').map(text => ({type: 'sent' as const, text})),
	);
	const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
	fc.assert(
		fc.property(fc.array(action, {maxLength: 60}), actions => {
			let editor = run(emptyEditor, ...actions);
			const {text} = editor.draft;
			const boundaries = new Set([...[...segmenter.segment(text)].map(({index}) => index), text.length]);
			assert.ok(boundaries.has(findCursor(editor.draft)));
			for (let left = 300; left > 0; left--) {
				editor = run(editor, {type: 'undo'});
			}

			assert.deepEqual(editor.past, []);
		}),
		{numRuns: 500},
	);
});
