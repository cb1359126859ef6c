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
	assert.deepEqual(sent.sent, [{text: 'first'}, {text: 'second'}]);
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

const sentThree = run(emptyEditor, ...['one', 'two', 'three'].map((text): EditorAction => ({type: 'sent', text})));
const up: EditorAction = {type: 'history-back'};
const down: EditorAction = {type: 'history-forward'};
const undo: EditorAction = {type: 'undo'};

test('an edited line of the history is kept until something is sent, each line with its own undo', () => {
	const edited = run(sentThree, 'draft', up, ' edited', up, '!', up);
	assert.equal(textOf(edited), 'one');
	assert.deepEqual(
		[[down], [down, down], [down, down, down], [down, down, down, down, up]].map(keys => textOf(run(edited, ...keys))),
		['two!', 'three edited', 'draft', 'three edited'],
	);
	assert.equal(textOf(run(edited, down, down, undo)), 'three');
	assert.equal(textOf(run(edited, down, undo)), 'two');
	assert.equal(textOf(run(edited, down, undo, undo, down)), 'three edited');
	assert.equal(textOf(run(edited, down, undo, down, undo, down, undo)), '');
	const sent = run(edited, down, {type: 'sent', text: 'two!'});
	assert.deepEqual(
		[[], [up], [up, up], [up, up, up], [up, up, up, up]].map(keys => textOf(run(sent, ...keys))),
		['', 'two!', 'three', 'two', 'one'],
	);
});

test('the cursor of an edited line and of the draft is where it was, and an emptied line of the history is as it was sent', () => {
	const edited = run(sentThree, 'draft', {type: 'home'}, up, {type: 'home'}, 'x', up, down);
	assert.deepEqual([textOf(edited), edited.draft.at], ['xthree', 1]);
	assert.equal(run(edited, down).draft.at, 0);
	assert.equal(textOf(run(edited, {type: 'clear'}, up, down)), 'three');
	assert.equal(textOf(run(edited, {type: 'clear'}, undo)), 'xthree');
	assert.equal(textOf(run(edited, {type: 'delete-to-end'}, {type: 'delete-to-start'}, down)), 'draft');
});

test('no going through the history and no editing there loses the draft or changes what was sent', () => {
	const action: fc.Arbitrary<EditorAction> = fc.oneof(
		fc.constantFrom<EditorAction>(up, down, undo, {type: 'delete-left'}, {type: 'clear'}, {type: 'yank'}),
		fc.constantFrom('a', ' b').map(text => ({type: 'insert' as const, text})),
	);
	fc.assert(
		fc.property(fc.array(action, {maxLength: 40}), actions => {
			let editor = run(sentThree, 'draft', up);
			for (const one of actions) {
				// At the draft itself only going back, so that what is edited is the history.
				editor = run(editor, editor.index === 3 ? up : one);
			}

			assert.equal(textOf(run(editor, down, down, down, down)), 'draft');
			assert.deepEqual(editor.sent, sentThree.sent);
			const after = run(editor, {type: 'sent', text: 'four'});
			assert.equal(textOf(run(after, up, up)), 'three');
			assert.equal(textOf(run(after, up, up, up, up)), 'one');
		}),
	);
});

test('slashes that were pasted at the start are known as such, as long as they are there', () => {
	const paste = (text: string): EditorAction => ({type: 'paste', text});
	const isKnown = (...actions: ReadonlyArray<EditorAction | string>) =>
		run(emptyEditor, ...actions).draft.hasPastedSlashes === true;
	assert.equal(isKnown(paste('//x')), true);
	assert.equal(isKnown(paste('//x'), 'y', {type: 'home'}, {type: 'end'}), true);
	assert.equal(isKnown(paste('//x'), {type: 'clear'}, undo), true);
	assert.equal(isKnown(paste('//x'), {type: 'sent', text: '//x'}, up), true);
	assert.equal(isKnown(paste('//x'), {type: 'sent', text: '//x'}, '//x', {type: 'sent', text: '//x'}, up), false);
	assert.equal(isKnown('z', {type: 'home'}, paste('//x')), true);
	assert.equal(isKnown('//x'), false);
	assert.equal(isKnown('/', paste('/x')), false);
	assert.equal(isKnown(paste('/usr')), true);
	assert.equal(isKnown(paste('//x'), {type: 'clear'}, '//y'), false);
	assert.equal(isKnown(paste('x')), false);
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
