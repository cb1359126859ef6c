import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {completePath, expandHome} from '../../../source/cli/files/complete-path.ts';
import {saveTranscript} from '../../../source/cli/files/save-transcript.ts';
import {temporaryFolder} from '../../storage/folder.ts';
import {createSavedChat, facts} from './saved-chat.ts';

const fill = (folder: string, files: readonly string[], folders: readonly string[] = []) => {
	for (const name of folders) {
		mkdirSync(path.join(folder, name));
	}

	for (const name of files) {
		writeFileSync(path.join(folder, name), '');
	}
};

test('a path is completed with the names in its folder: folders with a slash, hidden files only after a dot', async t => {
	const folder = temporaryFolder(t);
	fill(folder, ['b.txt', 'a b.txt', '.rc', 'Notes'], ['notes', '.git']);
	const start = `${folder}/`;
	assert.deepEqual(await completePath(start), {from: start.length, names: ['Notes', 'a b.txt', 'b.txt', 'notes/']});
	assert.deepEqual((await completePath(`${start}a `)).names, ['a b.txt']);
	assert.deepEqual((await completePath(`${start}no`)).names, ['notes/']);
	assert.deepEqual((await completePath(`${start}.`)).names, ['.git/', '.rc']);
	assert.deepEqual(await completePath(`${start}notes/../b`), {from: start.length + 9, names: ['b.txt']});
	assert.deepEqual((await completePath(`${start}x`)).names, []);
	assert.deepEqual((await completePath(`${start}B`)).names, ['b.txt']);
	assert.deepEqual((await completePath(`${start}NO`)).names, ['Notes', 'notes/']);
});

test(
	'a link to a folder is listed as a folder, a broken link as a file',
	{skip: process.platform === 'win32'},
	async t => {
		const folder = temporaryFolder(t);
		fill(folder, [], ['real']);
		symlinkSync('real', path.join(folder, 'to-folder'));
		symlinkSync('nowhere', path.join(folder, 'to-nowhere'));
		assert.deepEqual((await completePath(`${folder}/to`)).names, ['to-folder/', 'to-nowhere']);
	},
);

test('names that a line of text cannot hold unchanged are left out', {skip: process.platform === 'win32'}, async t => {
	const folder = temporaryFolder(t);
	fill(folder, ['good', 'bad\u{1B}[31m', 'two\nlines', 'tab\t', 'end ', '日本.txt', '\u{202E}gpj']);
	writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0x41])]), '');
	assert.deepEqual((await completePath(`${folder}/`)).names, ['good', '日本.txt', '\u{202E}gpj'].toSorted());
});

test('a folder that does not exist, or is a file, has no completions', async t => {
	const folder = temporaryFolder(t);
	fill(folder, ['file']);
	for (const typed of [`${folder}/gone/x`, `${folder}/file/x`, `${folder}/\u{0}/x`]) {
		assert.deepEqual((await completePath(typed)).names, [], typed);
	}
});

test('~ stands for the home folder, in completion and in /save', async t => {
	assert.equal(expandHome('~'), homedir());
	assert.equal(expandHome('~/a'), `${homedir()}/a`);
	assert.equal(expandHome('~other/a'), '~other/a');
	assert.equal(expandHome('a/~/b'), 'a/~/b');
	assert.deepEqual(await completePath('~'), {from: 0, names: ['~/']});
	const folder = temporaryFolder(t);
	const {HOME, USERPROFILE} = process.env;
	t.after(() => {
		Object.assign(process.env, {HOME, USERPROFILE});
	});
	Object.assign(process.env, {HOME: folder, USERPROFILE: folder});
	fill(folder, ['mine.txt']);
	assert.deepEqual(await completePath('~/mi'), {from: 2, names: ['mine.txt']});
	const chat = createSavedChat([{kind: 'notice', key: 'n', at: 0, text: 'bob joined'}]);
	const saved = saveTranscript('~/saved.txt', chat, facts);
	assert.ok(saved.ok);
	assert.equal((await saved.done).text, `Saved 0 messages to ${path.join(folder, 'saved.txt')}.`);
	assert.equal(readFileSync(path.join(folder, 'saved.txt'), 'utf8'), '1970-01-01T00:00:00.000Z -- bob joined\n');
	assert.equal(saveTranscript('~/mine.txt', chat, facts).ok, false);
});

test('reading a folder with many entries does not block key input', async t => {
	const folder = temporaryFolder(t);
	for (let n = 0; n < 600; n++) {
		writeFileSync(path.join(folder, `${n}`), '');
	}

	let turns = 0;
	let isDone = false;
	const turn = () => {
		turns++;
		if (!isDone) {
			setImmediate(turn);
		}
	};

	turn();
	const {names} = await completePath(`${folder}/59`);
	isDone = true;
	assert.equal(names.length, 11);
	assert.ok(turns > 4, String(turns));
	assert.equal((await completePath(`${folder}/`)).names.length, 200);
});
