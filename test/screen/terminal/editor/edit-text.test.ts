import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import fc from 'fast-check';
import {editText, findEditor} from '../../../../source/screen/terminal/editor/edit-text.ts';

const skip = process.platform === 'win32';
const never = new AbortController().signal;

const folder = mkdtempSync(path.join(tmpdir(), 'socket-chat-test-'));
// Where the program makes its folders from now on.
process.env.TMPDIR = path.join(folder, 'temporary');
mkdirSync(process.env.TMPDIR);
test.after(() => {
	rmSync(folder, {recursive: true});
});

const listFolders = () => readdirSync(tmpdir());

/** Edits a text by a line of shell, whose argument is the file. */
const edit = async (text: string, script: string, signal: AbortSignal = never) =>
	editText(text, {...process.env, VISUAL: `sh -c '${script}' sh`}, signal);

test('VISUAL comes before EDITOR, and vi after both if it is there', () => {
	assert.equal(findEditor({VISUAL: 'emacs -nw', EDITOR: 'nano'}), 'emacs -nw');
	assert.equal(findEditor({VISUAL: ' ', EDITOR: 'nano'}), 'nano');
	assert.equal(findEditor({PATH: '/nowhere'}), skip ? 'notepad' : undefined);
});

test("the file is only its owner's, and is removed however the editor ends", {skip}, async () => {
	const seen = path.join(folder, 'seen');
	const note = `(stat -c %a "$1" "$(dirname "$1")" || stat -f %Lp "$1" "$(dirname "$1")") 2>/dev/null > ${seen}`;
	assert.deepEqual(await edit('one', `${note}; echo two >> "$1"`), {ok: true, text: 'one\ntwo'});
	assert.deepEqual(readFileSync(seen, 'utf8').split('\n'), ['600', '700', '']);
	assert.deepEqual(await edit('one', 'exit 3'), {
		ok: false,
		reason: 'The editor ended with code 3: the draft is as it was.',
	});
	assert.deepEqual(await editText('one', {...process.env, VISUAL: "sh -c 'kill -KILL $$'"}, never), {
		ok: false,
		reason: 'The editor ended with SIGKILL: the draft is as it was.',
	});
	assert.equal((await edit('one', 'rm "$1"')).ok, false);
	assert.deepEqual(await edit('one', 'head -c 2000000 /dev/zero > "$1"'), {
		ok: false,
		reason: 'The text is too long: the draft is as it was.',
	});
	assert.deepEqual(await editText('one', {...process.env, VISUAL: 'no-such-editor'}, never), {
		ok: false,
		reason: 'There is no editor "no-such-editor" (VISUAL, EDITOR).',
	});
	assert.deepEqual(await editText('one', {PATH: '/nowhere'}, never), {
		ok: false,
		reason: 'There is no editor: set VISUAL or EDITOR to the one to use.',
	});
	assert.deepEqual(listFolders(), []);
});

test('an editor is ended when the program is', {skip}, async () => {
	const end = new AbortController();
	const edited = edit('one', 'sleep 60', end.signal);
	end.abort();
	assert.equal((await edited).ok, false);
	assert.deepEqual(listFolders(), []);
});

test('any text comes back as it was', {skip}, async () => {
	await fc.assert(
		fc.asyncProperty(fc.string({unit: 'grapheme'}), fc.array(fc.string({unit: 'grapheme'})), async (first, rest) => {
			const text = [first, ...rest].join('\n').replaceAll('\r', '');
			assert.deepEqual(await editText(text, {...process.env, VISUAL: 'true'}, never), {ok: true, text});
		}),
		{numRuns: 25},
	);
});

test('a command of several runs as the shell runs it, and the options of one are kept', {skip}, async () => {
	const script = path.join(folder, 'an editor');
	writeFileSync(script, '#!/bin/sh\necho "$1" >> "$2"\n', {mode: 0o700});
	const env = (VISUAL: string) => ({...process.env, VISUAL});
	assert.deepEqual(await editText('', env(`'${script}' --option`), never), {ok: true, text: '--option'});
	assert.deepEqual(await editText('', env(`X=1 '${script}' $((1 + 1))`), never), {ok: true, text: '2'});
});
