import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test, {type TestContext} from 'node:test';
import fc from 'fast-check';
import {Text} from 'ink';
import {emptyEditor, reduceEditor, type Editor} from '../../../source/screen/composer/editor.ts';
import type {KeyPress} from '../../../source/screen/terminal/keys.ts';
import type {TerminalReport} from '../../../source/screen/terminal/input/tokens.ts';
import {useKeys} from '../../../source/screen/terminal/use-keys.ts';
import {useReports} from '../../../source/screen/terminal/use-reports.ts';
import {renderOnBytes} from '../../helpers/byte-terminal.ts';
import {chunksOf} from '../../helpers/chunks.ts';

/** Renders a component in Ink that records the keys and reports of each chunk of bytes. */
const openKeyboard = async (t: TestContext) => {
	const presses: KeyPress[] = [];
	const reports: TerminalReport[] = [];

	function Keyboard() {
		useReports(report => {
			reports.push(report);
		});
		useKeys(press => {
			presses.push(press);
		});
		return <Text>keyboard</Text>;
	}

	const {turn, write, close} = await renderOnBytes(() => <Keyboard />);

	// With mocked timers no wait for the rest of a key ends early, however slow the machine is.
	t.mock.timers.enable({apis: ['setTimeout']});
	return {
		async type(chunks: readonly Uint8Array[]) {
			presses.length = 0;
			reports.length = 0;
			await write(...chunks);
			// Nothing follows: an arrow at the end is one key.
			t.mock.timers.tick(1000);
			await turn();
			return {presses: [...presses], reports: [...reports]};
		},
		close,
	};
};

const editorAfter = (presses: readonly KeyPress[]): Editor => {
	let editor = emptyEditor;
	for (const press of presses) {
		if (press.type === 'edit') {
			editor = reduceEditor(editor, press.action);
		} else if (press.type === 'submit') {
			editor = reduceEditor(editor, {type: 'sent', text: editor.draft.text});
		}
	}

	return editor;
};

/** Leaves the undo history out, because the text of one read is one step of it. */
const visible = ({draft, killed, sent}: Editor) => ({draft, killed, sent});

// Escape alone is left out: with a key right after it, it means Alt.
const keys = fc.constantFrom(
	...'ab Z7/ß日',
	'👩‍👩‍👧',
	'🇩🇪',
	'e\u{301}',
	'שלום',
	'\r',
	'\n',
	'\t',
	'\u{1}',
	'\u{2}',
	'\u{4}',
	'\u{5}',
	'\u{6}',
	'\u{8}',
	'\u{B}',
	'\u{C}',
	'\u{10}',
	'\u{13}',
	'\u{14}',
	'\u{15}',
	'\u{17}',
	'\u{19}',
	'\u{7F}',
	'\u{1B}b',
	'\u{1B}f',
	'\u{1B}d',
	'\u{1B}\r',
	'\u{1B}\u{7F}',
	'\u{1B}[A',
	'\u{1B}[C',
	'\u{1B}[D',
	'\u{1B}[1;5C',
	'\u{1B}[1;5D',
	'\u{1B}[1;2A',
	'\u{1B}[H',
	'\u{1B}[F',
	'\u{1B}[3~',
	'\u{1B}[5~',
	'\u{1B}[Z',
	'\u{1B}OP',
	'\u{1B}OQ',
	'\u{1B}[13;2u',
	'\u{1B}[27;2;13~',
	'\u{1B}[I',
	'\u{1B}[<64;10;5M',
	'\u{1B}[<0;10;5M',
);

/**
Joins consecutive insertions, because the letters of one read are one insertion, and leaves out
whether Enter came in one read with more.
*/
const joined = (presses: readonly KeyPress[]) => {
	const list: KeyPress[] = [];
	for (const press of presses) {
		const last = list.at(-1);
		if (
			last?.type === 'edit' &&
			last.action.type === 'insert' &&
			press.type === 'edit' &&
			press.action.type === 'insert'
		) {
			list[list.length - 1] = {type: 'edit', action: {type: 'insert', text: last.action.text + press.action.text}};
		} else {
			list.push(press.type === 'submit' ? {type: 'submit'} : press);
		}
	}

	return list;
};

test('keys in reads of any size, cut within characters and sequences, do the same as one by one', async t => {
	const keyboard = await openKeyboard(t);
	try {
		await fc.assert(
			fc.asyncProperty(
				fc.array(keys, {maxLength: 25}),
				fc.array(fc.integer({min: 1, max: 20}), {maxLength: 40}),
				async (pressed, sizes) => {
					const bytes = Buffer.from(pressed.join(''));
					const cut = await keyboard.type(chunksOf(bytes, [...sizes, bytes.length]));
					const oneByOne = await keyboard.type(pressed.map(key => Buffer.from(key)));
					assert.deepEqual(joined(cut.presses), joined(oneByOne.presses));
					assert.deepEqual(cut.reports, oneByOne.reports);
					assert.deepEqual(visible(editorAfter(cut.presses)), visible(editorAfter(oneByOne.presses)));
				},
			),
			{numRuns: 500},
		);
	} finally {
		keyboard.close();
	}
});

test('Shift+Enter begins a new line in each form that terminals send', async t => {
	const keyboard = await openKeyboard(t);
	try {
		for (const form of ['\u{1B}[13;2u', '\u{1B}[27;2;13~', '\u{1B}\r', '\n']) {
			const {presses} = await keyboard.type([Buffer.from(`a${form}b`)]);
			assert.equal(editorAfter(presses).draft.text, 'a\nb', JSON.stringify(form));
		}
	} finally {
		keyboard.close();
	}
});
