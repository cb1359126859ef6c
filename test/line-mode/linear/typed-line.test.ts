import assert from 'node:assert/strict';
import test from 'node:test';
import {TypedLine} from '../../../source/line-mode/linear/typed-line.ts';

const open = () => {
	let shown = '';
	const actions: string[] = [];
	const line = new TypedLine(
		text => {
			shown += text;
		},
		action => {
			actions.push(action.type === 'line' ? `line ${action.text}` : action.type);
		},
	);
	return {line, actions, shown: () => shown};
};

test('what is typed is echoed and entered, line by line, also in one read', () => {
	const {line, actions, shown} = open();
	line.type('hel');
	line.type('lo\rsecond\r\nthird\n\r\r');
	assert.deepEqual(actions, ['line hello', 'line second', 'line third', 'line ', 'line ']);
	assert.equal(shown(), 'hello\nsecond\nthird\n\n\n');
});

test('what is printed stands in rows of its own, and what is typed is repeated below it', () => {
	const {line, actions, shown} = open();
	line.print('one');
	line.type('hel');
	line.print('two\nthree');
	line.type('lo\r');
	line.print('four');
	assert.equal(shown(), 'one\nhel\ntwo\nthree\nhello\nfour\n');
	assert.deepEqual(actions, ['line hello']);
});

test('Backspace, Ctrl+W and Ctrl+U erase, by characters and columns as they are shown', () => {
	const {line, actions, shown} = open();
	line.type('ab\u{7F}');
	line.type('漢\b');
	line.type('👍🏽\u{7F}');
	assert.equal(shown(), 'ab\b \b漢\b \b\b \b👍🏽\b \b\b \b');
	assert.equal(line.text, 'a');
	line.type('\u{7F}\u{7F}one two  \u{17}');
	assert.equal(line.text, 'one ');
	line.type('\u{15}done\r');
	assert.deepEqual(actions, ['line done']);
});

test('other keys change nothing, wherever their bytes are cut', () => {
	for (const key of ['\u{1B}[A', '\u{1B}[1;5D', '\u{1B}OP', '\u{1B}[200~', '\u{1}']) {
		for (let end = 0; end <= key.length; end++) {
			const {line, shown} = open();
			line.type('a');
			line.type(key.slice(0, end));
			line.type(`${key.slice(end)}c`);
			assert.equal(line.text, 'ac', JSON.stringify(key));
			assert.equal(shown(), 'ac');
		}
	}
});

test('nothing that is typed after Escape is lost, in one read or later', () => {
	for (const text of [
		'/msg bob my secret',
		'hello?',
		'ä',
		'日本',
		'👍',
		'b',
		'7',
		'[1] one',
		'[hello',
		'Ok',
		'Please',
		']',
		'OMG',
	]) {
		for (const chunks of [
			[`\u{1B}${text}\r`],
			['\u{1B}', `${text}\r`],
			['\u{1B}', ...text, '\r'],
			[...`\u{1B}\u{1B}${text}`, '\r'],
		]) {
			const {line, actions} = open();
			for (const chunk of chunks) {
				line.type(chunk);
			}

			assert.deepEqual(actions, [`line ${text}`], JSON.stringify(chunks));
		}
	}
});

test('answers of the terminal are not typed, wherever their bytes are cut', () => {
	for (const answer of [
		'\u{1B}P>|XTerm(390)\u{1B}\\',
		'\u{1B}]11;rgb:00/00/00\u{7}',
		'\u{1B}[?64;1c',
		'\u{1B}[24;80R',
		'\u{1B}[?2026;2$y',
		'\u{1B}[I',
	]) {
		// Earlier, a string may be what is typed after Escape.
		const first = answer.startsWith('\u{1B}[') ? 2 : 5;
		for (let cut = first; cut <= answer.length; cut++) {
			const {line, actions} = open();
			line.type(`a${answer.slice(0, cut)}`);
			line.type(`${answer.slice(cut)}b\r`);
			assert.deepEqual(actions, ['line ab'], JSON.stringify([answer, cut]));
		}
	}
});

test('the control keys of a terminal act, and Ctrl+D only on an empty line', () => {
	const {line, actions} = open();
	line.type('a\u{4}\u{3}\u{1A}\u{1C}\u{15}\u{4}');
	assert.deepEqual(actions, ['interrupt', 'suspend', 'quit', 'end']);
});
