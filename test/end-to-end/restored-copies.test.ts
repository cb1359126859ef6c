/** Homes that are put back from an older copy, as from a backup or a snapshot. */
import assert from 'node:assert/strict';
import {cpSync, lstatSync, rmSync} from 'node:fs';
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
