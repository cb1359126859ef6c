import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {emptyHome} from '../helpers/line-process.ts';
import {hostCommand, isMessage, joinCommand, program, startHost, startJoin} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';

/** What a screen reader cannot follow: whatever moves the cursor, erases, or draws in colours. */
// eslint-disable-next-line no-control-regex
const drawing = /[\u{1B}\u{9B}\u{7}\u{8}]/u;
/** What switches automatic wrap on, at the start. */
const wrapOn = '\u{1B}[?7h';

test('--linear asks for the code, and then only appends lines: messages, members joining and leaving, the state of the connection', async t => {
	const {host, port} = await startHost(t);
	const join = openTerminal(t, joinCommand(port, '--name', 'bob', '--linear'), {
		env: {SOCKET_CHAT_CODE: undefined},
		rows: 30,
	});
	await join.waitFor('(five words, from the host):');
	join.type('legal winner thxx\r');
	await join.waitFor('The third word is not a code word.');
	join.type('Code: “lega winn than year wave”.\r');
	await join.waitFor('You are connected.');
	host.say('hello bob');
	await join.waitFor(/^\d\d:\d\d alice: hello bob$/m);
	host.say('/me waves');
	await join.waitFor(/^\d\d:\d\d \* alice waves$/m);
	const carol = startJoin(t, port, ['--name', 'carol', '--paste']);
	carol.stdin.end('first\n12:00 alice: forged\n');
	await join.waitFor(/^\d\d:\d\d carol: first\n {4}12:00 alice: forged$/m);
	join.type('hello alice\r');
	await host.waitForEvent(isMessage('hello alice'));
	join.type('/who\r');
	await join.waitFor(/alice at 127\.0\.0\.1:\d+, bob at/);
	join.type('/find forged\r');
	await join.waitFor('1 message with “forged”:');
	join.type('/log 3\r');
	await join.waitFor(/^\d\d:\d\d:\d\d recv #\d \S/m);
	join.type('/history 3\r');
	await join.waitFor(/The last 3 messages:\n\d{4}-\S+ \d\d:\d\d \* alice waves$/m);
	join.type('/status\r');
	await join.waitFor(/^You are connected\. You are bob in main at /m);
	join.type('/nonsense\r');
	await join.waitFor('There is no command /nonsense.');
	join.write('pasted\rbye\rmore\r');
	await host.waitForEvent(isMessage('bye'));
	await host.waitForEvent(isMessage('more'));
	host.kill('SIGKILL');
	await join.waitFor(/The connection was lost \(\d\d:\d\d\)\. What you type is kept/);
	await join.waitFor(/The host is gone \(\d\d:\d\d\)\./);
	join.type('/status\r');
	await join.waitFor(/1 other was here at \d\d:\d\d\./);
	join.type('bye\r');
	await join.waitFor('You have left.');
	assert.equal((await join.exited).exitCode, 0);
	assert.doesNotMatch(join.raw().replace(wrapOn, ''), drawing);
});

test('a host in --linear prints the code, and a dumb terminal or a screen reader selects it', async t => {
	for (const choice of ['TERM=dumb', 'INK_SCREEN_READER=true']) {
		const host = openTerminal(t, ['env', choice, ...hostCommand()], {
			env: {SOCKET_CHAT_HOME: emptyHome()},
			columns: 120,
		});
		await host.waitFor(/^Others run: socket-chat join 127\.0\.0\.1:\d+\s+The code: [a-z]+(-[a-z]+){4}$/m);
		host.type('/code\r');
		await host.waitFor(/The code of this room: /);
		host.type('bye\r');
		assert.equal((await host.exited).exitCode, 0);
		assert.doesNotMatch(choice === 'TERM=dumb' ? host.raw() : host.raw().replace(wrapOn, ''), drawing);
	}
});

test('a host in --linear follows the settings: its name, no theme, and a wrong line is reported', async t => {
	const home = emptyHome();
	mkdirSync(home, {recursive: true});
	writeFileSync(path.join(home, 'settings'), 'name = Ada\ntheme = pink\n');
	const command = [...program, 'host', '--listen', '127.0.0.1', '--port', '0', '--linear'];
	const host = openTerminal(t, command, {env: {SOCKET_CHAT_HOME: home}, columns: 120});
	await host.waitFor('settings, line 2: theme must be auto, dark, light or none.');
	await host.waitFor('The room is open at');
	host.type('/who\r');
	await host.waitFor(/Ada at 127/);
	host.type('bye\r');
	assert.equal((await host.exited).exitCode, 0);
	assert.ok(host.raw().includes(wrapOn));
	assert.doesNotMatch(host.raw().replace(wrapOn, ''), drawing);
});
