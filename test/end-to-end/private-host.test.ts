import {mkdirSync, readFileSync, rmdirSync} from 'node:fs';
import path from 'node:path';
import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {newHome, startProcess, testCode} from '../helpers/line-process.ts';
import {hostCommand, isMessage, isPeer, joinCommand, program, startJoin} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {noCode, codeOf, enter} from '../helpers/codes.ts';

/** A host on a screen, and where it listens. */
const openHost = async (t: TestContext, home: string, ...args: string[]) => {
	const host = openTerminal(t, hostCommand(...args), {columns: 120, rows: 30, env: {SOCKET_CHAT_HOME: home}});
	await host.waitFor('1 here');
	await host.waitForRawMode();
	await host.waitFor(/ [a-z]+(-[a-z]+){4} /);
	return {host, port: Number(/socket-chat join 127\.0\.0\.1:(?<port>\d+)/.exec(host.text())?.groups?.port)};
};

test('a kicked member stays out; the others get the new code, and come back with it after the host was killed', async t => {
	const home = newHome();
	const {host, port} = await openHost(t, home);
	const bob = startJoin(t, port, ['--name', 'bob', '--stay']);
	const carol = startJoin(t, port, ['--name', 'carol', '--stay', '--json']);
	await host.waitFor('3 here');
	await enter(host, '/kick BOB');
	assert.equal((await bob.exited).code, 3);
	assert.equal(bob.errors().at(-1), 'The host has removed you from the room.');
	await host.waitFor('alice removed bob');
	const again = startJoin(t, port, ['--name', 'bob']);
	assert.equal((await again.exited).code, 3);
	assert.equal(again.errors().at(-1), 'That code does not open this room. Ask the host for its code.');
	host.kill('SIGKILL');
	await carol.waitForEvent(event => event.status === 'waiting');
	const next = startProcess(t, [...program, 'host', '--listen', '127.0.0.1', '--port', String(port), '--json'], {
		env: {SOCKET_CHAT_HOME: home},
	});
	await next.waitForEvent(isPeer('joined', 'carol'));
	assert.notEqual(await codeOf(next), testCode);
	carol.say('still here');
	await next.waitForEvent(isMessage('still here'));
});

test('a member is removed whatever the disk says, and its code is in no saved text', async t => {
	const home = newHome();
	const {host, port} = await openHost(t, home);
	const bob = startJoin(t, port, ['--name', 'bob', '--stay']);
	await host.waitFor('2 here');
	await enter(host, '/code');
	await host.waitFor(`The code of this room: ${testCode}`);
	const inTheWay = path.join(home, 'rooms', 'main', 'code.new');
	mkdirSync(inTheWay);
	await enter(host, '/kick bob');
	assert.equal((await bob.exited).code, 3);
	await host.waitFor('The new code could not be saved');
	await host.waitFor('it gets another one.');
	const again = startJoin(t, port, ['--name', 'bob']);
	assert.equal((await again.exited).code, 3);
	const file = path.join(home, 'saved.txt');
	await enter(host, `/save ${file}`);
	await host.waitFor('Saved 0 messages');
	const saved = readFileSync(file, 'utf8');
	assert.match(saved, /alice removed bob\n.* New code: \(not saved\)\./);
	assert.doesNotMatch(saved, /[a-z]+(?:-[a-z]+){4}/);
	host.kill('SIGKILL');
	await host.exited;
	rmdirSync(inTheWay);
	const next = startProcess(t, [...program, 'host', '--listen', '127.0.0.1', '--port', '0', '--json'], {
		env: {SOCKET_CHAT_HOME: home},
	});
	assert.notEqual(await codeOf(next), testCode);
});

test('the host shows the code, changes it, locks the room and lists its members', async t => {
	const {host, port} = await openHost(t, newHome());
	assert.ok(host.text().includes(`  ${testCode}`));
	const join = startJoin(t, port, ['--name', 'bob', '--stay', '--json']);
	await host.waitFor('2 here');
	await enter(host, '/who');
	await host.waitFor(/alice at 127\.0\.0\.1:\d+, bob at 127\.0\.0\.1:\d+/);
	await enter(host, '/code');
	await host.waitFor(`The code of this room: ${testCode}`);
	await enter(host, '/lock');
	await host.waitFor('The room is locked');
	const locked = startJoin(t, port, ['--name', 'carol']);
	assert.equal((await locked.exited).code, 1);
	assert.equal(locked.errors().at(-1), 'The room is locked. Its host can let you in.');
	await enter(host, '/lock off');
	await host.waitFor('The room is unlocked.');
	await enter(host, '/code new');
	await host.waitFor('New code: ');
	const late = startJoin(t, port, ['--name', 'dave']);
	assert.equal((await late.exited).code, 3);
	join.say('still here');
	await host.waitFor('still here');
	const other = openTerminal(t, joinCommand(port, '--name', 'eve'), {env: noCode});
	await other.waitFor('Code ›');
});
