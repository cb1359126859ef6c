import assert from 'node:assert/strict';
import {mkdirSync, readdirSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import fc from 'fast-check';
import {
	ensurePrivateFolder,
	resolveMemberFolder,
	resolveRoomFolder,
	findStateFolder,
} from '../../../source/storage/files/state-folder.ts';
import {modeOf, temporaryFolder} from '../folder.ts';

const nameOf = (room: string) => path.basename(resolveRoomFolder('/home', room));

test('the state folder is SOCKET_CHAT_HOME, or by default the platform’s own', () => {
	assert.equal(findStateFolder({SOCKET_CHAT_HOME: '/some/where'}), path.resolve('/some/where'));
	assert.equal(findStateFolder({SOCKET_CHAT_HOME: 'here'}), path.resolve('here'));
	for (const environment of [{}, {SOCKET_CHAT_HOME: ''}]) {
		assert.ok(path.isAbsolute(findStateFolder(environment)));
		assert.match(findStateFolder(environment), /socket-chat/);
		assert.doesNotMatch(findStateFolder(environment), /nodejs/);
	}
});

test('a room with a plain name has a folder of the same name', () => {
	assert.equal(resolveRoomFolder('/home', 'main'), path.join('/home', 'rooms', 'main'));
	assert.equal(resolveMemberFolder('/home', 'id', 'alice'), path.join('/home', 'members', 'id', 'alice'));
	assert.equal(nameOf('lab_2.b-1'), 'lab_2.b-1');
});

test('characters and names that are special to a file system are encoded', () => {
	const expected: Readonly<Record<string, string>> = {
		'': '%',
		'.': '%2e',
		'..': '%2e%2e',
		'../x': '%2e.%2fx',
		'a/b': 'a%2fb',
		Main: '%4dain',
		é: '%c3%a9',
		'e\u0301': 'e%cc%81',
		'a.': 'a%2e',
		'.a': '%2ea',
		'%2e': '%252e',
		con: '%63on',
		'com1.txt': '%63om1.txt',
		console: 'console',
		'a b\0': 'a%20b%00',
	};
	for (const [room, name] of Object.entries(expected)) {
		assert.equal(nameOf(room), name);
	}
});

test('two rooms never share a folder, on any file system', () => {
	const text = fc.oneof(
		fc.string({unit: 'binary', maxLength: 90}),
		fc.string({
			unit: fc.constantFrom('a', 'A', '.', '%', '~', '/', '4', '1', 'é', '\uD800', '\uFFFD', ' '),
			maxLength: 60,
		}),
	);
	fc.assert(
		fc.property(text, text, fc.nat(300), (a, b, padding) => {
			for (const room of [a, b, a.padEnd(padding, 'x'), a.padEnd(padding, 'é')]) {
				const name = nameOf(room);
				assert.match(name, /^[a-z\d_.%~-]+$/);
				assert.doesNotMatch(name, /^\.|\.$/);
				assert.ok(name.length <= 120);
				assert.equal(path.dirname(resolveRoomFolder('/home', room)), path.join('/home', 'rooms'));
			}

			assert.equal(nameOf(a) === nameOf(b), a === b);
			assert.equal(nameOf(a + 'y'.repeat(padding)) === nameOf(b + 'y'.repeat(padding)), a === b);
		}),
		{numRuns: 2000},
	);
});

test('two very long names that differ only at the end have different folders', () => {
	assert.notEqual(nameOf('x'.repeat(500)), nameOf(`${'x'.repeat(499)}y`));
	assert.notEqual(nameOf('\uD800'), nameOf('\uFFFD'));
});

test(
	'folders are created for the current user only, and existing folders are unchanged',
	{skip: process.platform === 'win32'},
	t => {
		const home = temporaryFolder(t);
		mkdirSync(path.join(home, 'open'), {mode: 0o755});
		ensurePrivateFolder(path.join(home, 'open', 'a', 'b'));
		ensurePrivateFolder(path.join(home, 'open', 'a', 'b'));
		assert.equal(modeOf(path.join(home, 'open')), 0o755);
		assert.equal(modeOf(path.join(home, 'open', 'a')), 0o700);
		assert.equal(modeOf(path.join(home, 'open', 'a', 'b')), 0o700);
		assert.deepEqual(readdirSync(home), ['open']);
	},
);
