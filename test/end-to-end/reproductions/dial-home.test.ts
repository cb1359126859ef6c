/** Where the user has no home folder, or one that cannot be used. */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {startProcess, type Environment} from '../../helpers/line-process.ts';
import {isMessage, program, startHost} from '../../helpers/program.ts';

/** A command of a user id that is not in the user database. */
const asUnknownUser = ['setpriv', '--reuid=54321', '--regid=54321', '--clear-groups'];

/** For `{skip}`: `false`, or why this computer cannot run the program so. */
const skip = (): string | false => {
	const [node = '', file = ''] = program;
	const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
	const check = spawnSync('setpriv', [...asUnknownUser.slice(1), node, '--check', file]);
	return !(isRoot && check.status === 0) && 'needs root on Linux, setpriv, and a program that others may read';
};

const options = {skip: skip()};

const noFolders = {
	HOME: undefined,
	SOCKET_CHAT_HOME: undefined,
	XDG_DATA_HOME: undefined,
	XDG_CACHE_HOME: undefined,
	USER: undefined,
	LOGNAME: undefined,
};

const start = (t: test.TestContext, args: readonly string[], env: Environment = {}) =>
	startProcess(t, [...asUnknownUser, ...program, ...args], {env: {...noFolders, ...env}, cwd: '/'});

const run = async (t: test.TestContext, args: readonly string[], env: Environment = {}) => {
	const child = start(t, args, env);
	child.end();
	const {code} = await child.exited;
	return {code, output: child.output(), errors: child.errors()};
};

const host = ['host', '--listen', '127.0.0.1', '--port', '0', '--json'];
const sentence = 'This user has no home folder. SOCKET_CHAT_HOME can name a folder for the files of socket-chat.';

test('G: without a home folder a host says so in one sentence, and what needs none works', options, async t => {
	for (const env of [{}, {HOME: ''}, {HOME: 'relative'}]) {
		const {code, errors} = await run(t, host, env);
		assert.equal(code, 1);
		assert.deepEqual(errors, [sentence]);
	}

	const version = await run(t, ['--version']);
	assert.deepEqual([version.code, version.errors], [0, []]);
	assert.match(version.output, /^\d+\.\d+\.\d+\n$/);
	const ephemeral = start(t, [...host, '--ephemeral']);
	await ephemeral.waitForEvent(event => event.status === 'listening');
	assert.deepEqual(ephemeral.errors(), []);
});

test('G: with SOCKET_CHAT_HOME or XDG_DATA_HOME nothing is missing', options, async t => {
	const folder = mkdtempSync(path.join(tmpdir(), 'socket-chat-home-'));
	t.after(() => {
		rmSync(folder, {recursive: true});
	});
	spawnSync('chmod', ['1777', folder]);
	for (const env of [{SOCKET_CHAT_HOME: path.join(folder, 'state')}, {XDG_DATA_HOME: path.join(folder, 'data')}]) {
		const child = start(t, host, env);
		await child.waitForEvent(event => event.status === 'listening');
		assert.deepEqual(child.errors(), []);
	}
});

test('G: a client without a home folder joins, and says that nothing is kept', options, async t => {
	const room = await startHost(t);
	const client = start(t, ['join', `127.0.0.1:${room.port}`, '--name', 'bob']);
	client.stdin.end('from nowhere\n');
	assert.equal((await client.exited).code, 0);
	await room.host.waitForEvent(isMessage('from nowhere'));
	assert.ok(
		client.errors().includes(`${sentence} What you type lasts as long as this program.`),
		client.errors().join('\n'),
	);
});

test('G: a home folder that is a file, or may not be written to, is named', options, async t => {
	for (const [HOME, reason] of [
		['/etc/passwd', 'ENOTDIR'],
		['/proc', 'E[A-Z]+'],
	] as const) {
		const {code, errors} = await run(t, host, {HOME});
		assert.equal(code, 1);
		assert.match(
			errors.join('\n'),
			new RegExp(
				String.raw`^The files in ${HOME}/\S+ cannot be used \(${reason}\)\. SOCKET_CHAT_HOME can name another place\.$`,
			),
		);
	}
});
