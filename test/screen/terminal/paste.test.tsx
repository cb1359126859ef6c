import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import fc from 'fast-check';
import {Text, usePaste} from 'ink';
import {runLine, startsWithCommand} from '../../../source/chat/commands/run-line.ts';
import type {Actions} from '../../../source/chat/commands/types.ts';
import {emptyEditor, reduceEditor} from '../../../source/screen/composer/editor.ts';
import {useKeys} from '../../../source/screen/terminal/use-keys.ts';
import {renderOnBytes} from '../../helpers/byte-terminal.ts';
import {chunksOf} from '../../helpers/chunks.ts';
import {everyCondition} from '../../helpers/conditions.ts';

/** Returns what a text that is submitted sends. */
const sentBy = (line: string): readonly string[] => {
	const sent: string[] = [];
	const ignore = () => undefined;
	const actions: Actions = {
		conditions: everyCondition,
		members: undefined,
		myId: undefined,
		send(text) {
			sent.push(text);
			return {ok: true};
		},
		rename: () => ({ok: true}),
		leave: ignore,
		who: ignore,
		retry: ignore,
		notify: ignore,
	};
	assert.deepEqual(runLine(line, actions), {ok: true});
	return sent;
};

/** Pastes into a draft by way of the terminal's bytes, and returns the draft as it is submitted. */
const openPaste = async () => {
	let editor = emptyEditor;
	const keys: string[] = [];
	function Draft() {
		useKeys(press => {
			keys.push(press.type);
		});
		usePaste(text => {
			editor = reduceEditor(editor, {type: 'paste', text});
		});
		return <Text>draft</Text>;
	}

	const {write, close} = await renderOnBytes(() => <Draft />);

	return {
		async paste(text: string, sizes: readonly number[]) {
			editor = emptyEditor;
			keys.length = 0;
			await write(...chunksOf(Buffer.from(`\u{1B}[200~${text}\u{1B}[201~`), sizes));
			assert.deepEqual(keys, []);
			return editor.draft;
		},
		close,
	};
};

const pieces = fc.constantFrom(
	...'ab /#*"{}$',
	'  ',
	'\t',
	'\r',
	'\n',
	'\r\n',
	'//',
	'/msg bob ',
	'日本',
	'e\u{301}',
	'👩‍👩‍👧',
	'\u{A0}',
	'\u{0}',
	'\u{7}',
	'\u{7F}',
	'\u{85}',
);

test('what is pasted is sent as it was, in lines that end with LF, without control characters', async () => {
	const terminal = await openPaste();
	try {
		await fc.assert(
			fc.asyncProperty(
				fc.array(pieces, {minLength: 1, maxLength: 40}),
				fc.array(fc.integer({min: 1, max: 20}), {maxLength: 20}),
				async (list, sizes) => {
					const text = list.join('');
					const {text: draft, hasPastedSlashes} = await terminal.paste(text, [...sizes, 4096]);
					const wanted = text.replaceAll(/\r\n?/g, '\n').replaceAll(/(?![\n\t])\p{Cc}/gu, '');
					assert.equal(draft, wanted);
					// A command is run, also if it was pasted.
					fc.pre(!startsWithCommand(draft) && draft.trim() !== '');
					assert.deepEqual(sentBy(hasPastedSlashes ? `/say ${draft}` : draft), [wanted]);
				},
			),
			{numRuns: 500},
		);
	} finally {
		terminal.close();
	}
});
