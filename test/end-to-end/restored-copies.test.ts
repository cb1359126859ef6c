/** Homes that are put back from an older copy, as from a backup or a snapshot. */
import assert from 'node:assert/strict';
import {cpSync, lstatSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {hostAgain, isAck} from '../helpers/durable-programs.ts';
import {newHome} from '../helpers/line-process.ts';
import {isMessage, startHost, startJoin, textsOf} from '../helpers/program.ts';

const copyFiles = (from: string, to: string) => {
	cpSync(from, to, {recursive: true, filter: file => !lstatSync(file).isSocket()});
};

const copyHome = (home: string): string => {
	const copy = newHome();
	copyFiles(home, copy);
	return copy;
};

const restoreHome = (home: string, copy: string) => {
	rmSync(home, {recursive: true});
	copyFiles(copy, home);
};

const startBob = (t: TestContext, port: number, home: string) =>
	startJoin(t, port, ['--name', 'bob', '--json', '--stay'], {env: {SOCKET_CHAT_HOME: home}});

/** Says texts, one after the other, and ends the program. */
const sayAndEnd = async (t: TestContext, port: number, home: string, texts: readonly string[]) => {
	const join = startBob(t, port, home);
	for (const [index, text] of texts.entries()) {
		join.say(text);

		await join.waitForEvent(isAck(index + 1));
	}

	join.stdin.end();
	join.kill('SIGTERM');
	await join.exited;
	return join;
};

const openRoom = async (t: TestContext) => {
	const hostHome = newHome();
	const home = newHome();
	const {host, port} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: hostHome}});
	return {hostHome, home, host, port};
};

test('a client of a room that was put back from a copy is told, and delivers what it says from then on', async t => {
	const {hostHome, home, host, port} = await openRoom(t);
	await sayAndEnd(t, port, home, ['1', '2']);
	host.kill('SIGTERM');
	await host.exited;
	const copy = copyHome(hostHome);
	const between = await hostAgain(t, hostHome, port);
	await sayAndEnd(t, port, home, ['3', '4']);
	between.kill('SIGTERM');
	await between.exited;
	restoreHome(hostHome, copy);
	const again = await hostAgain(t, hostHome, port);
	const join = startBob(t, port, home);
	await join.waitForEvent(({code}) => code === 'history-reset');
	join.say('5');
	await join.waitForEvent(isAck(1));
	await again.waitForEvent(isMessage('5'));
	assert.equal(join.events().filter(({code}) => code === 'history-reset').length, 1);
});

test('a host whose log alone was put back from a copy says so to scripts', async t => {
	const {hostHome, host} = await openRoom(t);
	const log = path.join(hostHome, 'rooms', 'main', 'log');
	host.say('1');
	await host.waitForEvent(isAck(1));
	const copy = readFileSync(log);
	host.say('2');
	await host.waitForEvent(isAck(2));
	// A room that is closed has noted how far its log has been synced.
	host.kill('SIGTERM');
	await host.exited;
	writeFileSync(log, copy);
	const again = await hostAgain(t, hostHome, 0);
	const {text} = await again.waitForEvent(({code}) => code === 'history-older');
	assert.match(String(text), /ends earlier than it did/);
});

test('what is typed in a home that was put back from a copy is in the room before it is acknowledged', async t => {
	const {hostHome, home, host, port} = await openRoom(t);
	await sayAndEnd(t, port, home, ['1']);
	const copy = copyHome(home);
	await sayAndEnd(t, port, home, ['2', '3']);
	restoreHome(home, copy);
	host.kill('SIGKILL');
	await host.exited;
	const away = startBob(t, port, home);
	away.say('4');
	await away.exited;
	const again = await hostAgain(t, hostHome, port);
	const join = startBob(t, port, home);
	await join.waitForEvent(({type, n}) => type === 'ack' && Number(n) <= 0);
	await again.waitForEvent(isMessage('4'));
	join.say('5');
	await again.waitForEvent(isMessage('5'));
	assert.deepEqual(textsOf(again).slice(-2), ['4', '5']);
});

test('two copies of one home are two members, and all that is said in either is in the room', async t => {
	const {home, host, port} = await openRoom(t);
	const one = startBob(t, port, home);
	one.say('before');
	await one.waitForEvent(isAck(1));
	const two = startBob(t, port, copyHome(home));
	for (let line = 1; line <= 5; line++) {
		one.say(`one ${line}`);
		two.say(`two ${line}`);
	}

	const first = await host.waitForEvent(isMessage('one 5'));
	const second = await host.waitForEvent(isMessage('two 5'));
	await two.waitForEvent(isAck(5));
	assert.notEqual(first.fromId, second.fromId);
	assert.ok(two.events().some(({code}) => code === 'in-use'));
	assert.ok(!one.events().some(({type, status}) => type === 'status' && status === 'waiting'));
	assert.equal(textsOf(host).length, 11);
});

test('a line that waits in both copies of a home is said once', async t => {
	const {hostHome, home, host, port} = await openRoom(t);
	await sayAndEnd(t, port, home, ['1']);
	host.kill('SIGKILL');
	await host.exited;
	const away = startBob(t, port, home);
	away.say('waits');
	await away.exited;
	const copy = copyHome(home);
	const again = await hostAgain(t, hostHome, port);
	const one = startBob(t, port, home);
	await again.waitForEvent(isMessage('waits'));
	const two = startBob(t, port, copy);
	two.say('of the second');
	await again.waitForEvent(isMessage('of the second'));
	one.say('of the first');
	await again.waitForEvent(isMessage('of the first'));
	assert.deepEqual(textsOf(again), ['waits', 'of the second', 'of the first']);
	assert.equal(two.events().filter(({type}) => type === 'ack').length, 2);
});
