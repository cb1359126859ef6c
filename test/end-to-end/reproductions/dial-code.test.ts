/** When a client asks for the code, and which codes it tries. */
import assert from 'node:assert/strict';
import test from 'node:test';
import {noCode, enter, otherCode} from '../../helpers/codes.ts';
import {emptyHome, newHome, startProcess, testCode} from '../../helpers/line-process.ts';
import {isMessage, isPeer, joinCommand, program, startHost, startJoin} from '../../helpers/program.ts';
import {findClosedPort} from '../../helpers/server.ts';
import {openTerminal} from '../../helpers/terminal.ts';
import {interrupt} from '../../helpers/screen-programs.ts';

test('26: the code is asked for once a room is there, and then is the only thing that is asked', async t => {
	const {host, port} = await startHost(t);
	const closed = await findClosedPort();
	const join = openTerminal(t, joinCommand(closed, '--name', 'bob'), {env: noCode, columns: 100});
	await join.waitFor(`Nobody is hosting at 127.0.0.1:${closed}.`);
	await join.waitForRawMode();
	assert.doesNotMatch(join.text(), /code/);
	// What happens is in view.
	await join.waitFor(`connect to 127.0.0.1:${closed} failed: ECONNREFUSED`);
	join.type('\u{1B}OS');
	await join.waitFor('Address ›');
	await enter(join, `127.0.0.1:${port}`);
	await join.waitFor('Code ›');
	await join.waitFor(`join 127.0.0.1:${port}`);
	await enter(join, testCode);
	await join.waitFor('● connected');
	await interrupt(join);
	await host.waitForEvent(isPeer('left', 'bob'));
	const log = host
		.events()
		.filter(({verb, bytes, wireBytes}) => verb === 'secure' && (wireBytes ?? bytes) === undefined);
	assert.match(String(log[0]?.detail), /asked whether a room is here, and has no code yet$/);
	assert.match(String(log[1]?.detail), /TLSv1\.3/);
	assert.equal(log.length, 2);
});

test('26: a code that was typed for one address is tried at the next', async t => {
	const first = await startHost(t);
	const second = await startHost(t);
	const join = openTerminal(t, joinCommand(first.port, '--name', 'bob'), {env: noCode, columns: 100});
	await join.waitFor('Code ›');
	await join.waitForRawMode();
	join.type(testCode);
	await join.waitFor(testCode);
	first.host.kill('SIGKILL');
	await first.host.exited;
	join.type('\r');
	await join.waitFor('Nobody is hosting at');
	join.type('\u{1B}OS');
	await join.waitFor('Address ›');
	await enter(join, `127.0.0.1:${second.port}`);
	await join.waitFor('● connected');
	await second.host.waitForEvent(isPeer('joined', 'bob'));
});

test('26: in line mode a missing code is said after dialling, with exit 2, and a wrong address before it', async t => {
	const {port} = await startHost(t);
	const none = startJoin(t, port, [], {env: {...noCode, SOCKET_CHAT_HOME: emptyHome()}});
	none.stdin.end('lost words\n');
	assert.equal((await none.exited).code, 2);
	assert.ok(
		none
			.errors()
			.includes(
				`The room at 127.0.0.1:${port} asks for its code: set SOCKET_CHAT_CODE to the one that the host shows.`,
			),
		none.errors().join('\n'),
	);
	const closed = await findClosedPort();
	const nobody = startJoin(t, closed, [], {env: {...noCode, SOCKET_CHAT_HOME: emptyHome()}});
	nobody.end();
	assert.equal((await nobody.exited).code, 1);
	assert.ok(nobody.errors().some(line => line.startsWith(`Nobody is hosting at 127.0.0.1:${closed}.`)));
});

test('26: in linear mode a missing or wrong code is asked for, and what was typed before is sent', async t => {
	const closed = await findClosedPort();
	const join = openTerminal(t, [...program, 'join', `127.0.0.1:${closed}`, '--name', 'bob', '--linear'], {env: noCode});
	await join.waitFor('Nobody is hosting at');
	assert.doesNotMatch(join.text(), /Enter the code/);
	join.type('typed early\r');
	await join.waitFor('typed early');
	const host = startProcess(t, [...program, 'host', '--listen', `127.0.0.1:${closed}`, '--json']);
	await join.waitFor('Enter the code of the room at');
	join.type(`${otherCode}\r`);
	await join.waitFor('That code does not open this room.');
	join.type(`${testCode}\r`);
	await join.waitFor('You are connected.');
	await host.waitForEvent(isMessage('typed early'));
	join.type('bye\r');
	assert.equal((await join.exited).exitCode, 0);
});

test('U: a private client sees that what it says in a room with --plain does not stay encrypted', async t => {
	const {port} = await startHost(t, ['--plain']);
	const inPlainRoom = openTerminal(t, joinCommand(port, '--name', 'bob'), {columns: 100});
	await inPlainRoom.waitFor('● connected');
	await inPlainRoom.waitFor('NOT ENCRYPTED');
	const {port: privatePort} = await startHost(t);
	const inPrivateRoom = openTerminal(t, joinCommand(privatePort, '--name', 'bob'), {columns: 100});
	await inPrivateRoom.waitFor('● connected');
	assert.match(inPrivateRoom.text(), /encrypted/);
	assert.doesNotMatch(inPrivateRoom.text(), /NOT ENCRYPTED/);
});

test('30: when the code of the environment is refused, the one that the room accepted last is tried', async t => {
	const {host, port} = await startHost(t);
	const home = {SOCKET_CHAT_HOME: emptyHome()};
	const first = startJoin(t, port, ['--name', 'bob'], {env: home});
	first.end();
	assert.equal((await first.exited).code, 0);
	const env = {...home, SOCKET_CHAT_CODE: otherCode};
	const second = startJoin(t, port, ['--name', 'bob'], {env});
	second.stdin.end('still in\n');
	assert.equal((await second.exited).code, 0);
	await host.waitForEvent(isMessage('still in'));
	assert.ok(second.errors().includes('retry now: with another code'), second.errors().join('\n'));
	const screen = openTerminal(t, joinCommand(port, '--name', 'bob'), {env, columns: 100});
	await screen.waitFor('● connected');
	await screen.waitFor('That code does not open this room. Trying the');
	await interrupt(screen);
});

test('26: F4 does nothing while the room answers, and what is typed later is the draft', async t => {
	const {host, port} = await startHost(t);
	const terminal = openTerminal(t, joinCommand(port, '--name', 'bob'));
	await terminal.waitFor('● connected');
	await terminal.waitForRawMode();
	terminal.press('F4');
	terminal.type('hel');
	await terminal.waitFor(screen => screen.includes(' › hel'));
	host.kill('SIGKILL');
	await terminal.waitFor('trying again');
	terminal.type('lo');
	await terminal.waitFor(screen => screen.includes(' › hello'));
});

test('26: an address that is being typed when the room answers again does not become a message', async t => {
	const {host, port} = await startHost(t);
	const terminal = openTerminal(t, joinCommand(port, '--name', 'bob'));
	await terminal.waitFor('● connected');
	await terminal.waitForRawMode();
	host.kill('SIGKILL');
	await terminal.waitFor('F4 other address');
	terminal.press('F4');
	await terminal.waitFor('Enter connect');
	terminal.type('my-new-host');
	await terminal.waitFor('my-new-host');
	const again = startProcess(t, [...program, 'host', '--listen', '127.0.0.1', '--port', String(port), '--json'], {
		env: {SOCKET_CHAT_HOME: newHome()},
	});
	await terminal.waitFor('● connected');
	terminal.press('Enter');
	await terminal.waitFor('the address stays as it is');
	terminal.type('hello');
	await terminal.waitFor(screen => screen.includes(' › hello'));
	terminal.press('Enter');
	await again.waitForEvent(isMessage('hello'));
	assert.ok(!again.events().some(isMessage('my-new-host')));
});
