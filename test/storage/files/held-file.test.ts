import assert from 'node:assert/strict';
import {appendFileSync, closeSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type TestContext} from 'node:test';
import {diskIo, type FileState} from '../../../source/storage/files/disk-io.ts';
import {createFileCheck} from '../../../source/storage/files/held-file.ts';
import {temporaryFolder} from '../folder.ts';

const options = {skip: process.platform === 'win32' ? 'Windows keeps a file that is open' : false};

const hold = (t: TestContext) => {
	const folder = path.join(temporaryFolder(t), 'room');
	mkdirSync(folder);
	const file = path.join(folder, 'log');
	writeFileSync(file, 'abc');
	const fd = diskIo.open(file);
	t.after(() => {
		closeSync(fd);
	});
	return {folder, file, check: createFileCheck(diskIo, fd, file)};
};

test('AC: a file that is removed, moved or replaced is noticed', options, t => {
	const actions: Readonly<Record<string, (held: ReturnType<typeof hold>) => void>> = {
		removed({file}) {
			rmSync(file);
		},
		'removed with its folder'({folder}) {
			rmSync(folder, {recursive: true});
		},
		'moved with its folder'({folder}) {
			renameSync(folder, `${folder}-old`);
		},
		'moved away'({file}) {
			renameSync(file, `${file}.1`);
		},
		replaced({file}) {
			writeFileSync(`${file}.new`, 'abc');
			renameSync(`${file}.new`, file);
		},
	};
	for (const [name, act] of Object.entries(actions)) {
		const held = hold(t);
		held.check(3);
		act(held);
		assert.throws(
			() => {
				held.check(3);
			},
			{code: 'removed'},
			name,
		);
	}
});

test('AC: a file that others shorten or lengthen is noticed', t => {
	for (const act of [
		(file: string) => {
			truncateSync(file, 1);
		},
		(file: string) => {
			appendFileSync(file, 'x');
		},
	]) {
		const {file, check} = hold(t);
		act(file);
		assert.throws(
			() => {
				check(3);
			},
			{code: 'damaged'},
		);
	}
});

test('AC: what a file system never told truly does not count', () => {
	let state: FileState = {links: 0, size: 3, isNamed: false};
	const check = createFileCheck({...diskIo, inspect: () => state}, 3, 'log');
	check(3);
	state = {links: 0, size: 4, isNamed: false};
	assert.throws(
		() => {
			check(3);
		},
		{code: 'damaged'},
	);
});
