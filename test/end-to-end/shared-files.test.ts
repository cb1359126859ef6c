import assert from 'node:assert/strict';
import {linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {newHome, startProcess} from '../helpers/line-process.ts';
import {isMessage, program, startHost} from '../helpers/program.ts';

const roomOf = (home: string) => path.join(home, 'rooms', 'main');

test('a second host that reaches the files by another path, where it sees no lock, is kept out', async t => {
	const home = newHome();
	const {host} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: home}});
	const other = newHome();
	const folder = roomOf(other);
	rmSync(folder, {recursive: true, force: true});
	mkdirSync(folder, {recursive: true, mode: 0o700});
	for (const name of ['log', 'code', 'host', 'lease']) {
		linkSync(path.join(roomOf(home), name), path.join(folder, name));
	}

	const second = startProcess(t, [...program, 'host', '--port', '0'], {env: {SOCKET_CHAT_HOME: other}});
	assert.equal((await second.exited).code, 1);
	assert.match(second.errors().join('\n'), /is already open on the computer \S+, which has the same files\./);
	host.say('still mine');
	await host.waitForEvent(isMessage('still mine'));
	host.kill('SIGKILL');
	await host.exited;
	// The process has ended, so nobody has to wait.
	const {host: third} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: other}});
	third.say('mine now');
	await third.waitForEvent(isMessage('mine now'));
	assert.match(readFileSync(path.join(folder, 'log'), 'utf8'), /still mine[^]*mine now/);
});

test('a host that finds its files taken over says so, also while nobody speaks, and writes no more', async t => {
	const home = newHome();
	const {host} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: home}});
	host.say('before');
	await host.waitForEvent(isMessage('before'));
	const log = path.join(roomOf(home), 'log');
	const lease = path.join(roomOf(home), 'lease');
	const before = readFileSync(log, 'utf8');
	const theirs = JSON.stringify({...JSON.parse(readFileSync(lease, 'utf8')), id: 'another', host: 'elsewhere'});
	writeFileSync(`${lease}.theirs`, theirs);
	renameSync(`${lease}.theirs`, lease);
	assert.equal((await host.exited).code, 1);
	assert.match(host.errors().join('\n'), /Another program has opened the files of this room/);
	assert.equal(readFileSync(log, 'utf8'), before);
	assert.equal(readFileSync(lease, 'utf8'), theirs);
});

test('a host whose history is removed notices it while nobody speaks', async t => {
	const home = newHome();
	const {host} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: home}});
	rmSync(path.join(roomOf(home), 'log'));
	assert.equal((await host.exited).code, 1);
	assert.match(host.errors().join('\n'), /was removed or moved while the room was open/);
});

test('a room that was closed leaves no lease', async t => {
	const home = newHome();
	const {host} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: home}});
	assert.ok(readdirSync(roomOf(home)).includes('lease'));
	host.say('bye');
	await host.exited;
	assert.ok(!readdirSync(roomOf(home)).includes('lease'));
});
