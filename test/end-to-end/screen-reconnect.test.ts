import assert from 'node:assert/strict';
import test from 'node:test';
import {startProcess} from '../helpers/line-process.ts';
import {isMessage, joinCommand, program, startHost} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {openJoin, say} from '../helpers/screen-programs.ts';

test("after a host is killed and restarted, the client's screen shows the countdown, and is back within 6 s with no key pressed", async t => {
	const {host, port} = await startHost(t);
	const join = await openJoin(t, port);
	await say(join, 'before');
	await join.waitFor(/before ✓/);
	host.kill('SIGKILL');
	await join.waitFor(/trying again in \d+ s/);
	await say(join, 'meanwhile');
	await join.waitFor(/meanwhile …/);
	await say(join, 'and more');
	await join.waitFor(screen =>
		/The host is gone \(\d\d:\d\d\)\. 2 messages wait here and are sent when it is back\. Trying/.test(
			screen.join(' ').replaceAll(/\s+/g, ' '),
		),
	);
	assert.match(join.text(), /Peers 2 when last seen \d\d:\d\d/);
	assert.doesNotMatch(join.text(), /●|\d ms/, 'nobody is shown as present, nor a round trip');
	const again = startProcess(t, [
		...program,
		'host',
		'--listen',
		'127.0.0.1',
		'--port',
		String(port),
		'--name',
		'alice',
		'--json',
	]);
	await again.waitForEvent(event => event.verb === 'listen');
	const started = Date.now();
	await join.waitFor('● connected', {timeout: 6000});
	assert.ok(Date.now() - started < 6000);
	await again.waitForEvent(isMessage('meanwhile'));
	await again.waitForEvent(isMessage('and more'));
	await join.waitFor(/Peers 2 [^w]/);
	assert.doesNotMatch(join.text(), /when last seen|The host is gone/);
	await join.waitFor(/meanwhile ✓/);
	await join.waitFor(/and more ✓/);
	await join.waitFor('History was reset');
});

test('a client that finds no room says so, counts down, tries at once on Enter, and joins when a room opens', async t => {
	const {host, port} = await startHost(t);
	host.say('bye');
	await host.exited;
	const join = openTerminal(t, joinCommand(port, '--name', 'bob'));
	await join.waitFor(`Nobody is hosting at 127.0.0.1:${port}. Is \`socket-chat host\``);
	await join.waitForRawMode();
	await say(join, 'typed before anybody was there');
	const again = startProcess(t, [...program, 'host', '--listen', '127.0.0.1', '--port', String(port), '--json']);
	await again.waitForEvent(event => event.verb === 'listen');
	join.press('Enter');
	await join.waitFor('● connected');
	await again.waitForEvent(isMessage('typed before anybody was there'));
});

test('another address can be typed while no room was found', async t => {
	const {port} = await startHost(t);
	const join = openTerminal(t, joinCommand(1, '--name', 'bob'));
	await join.waitFor('Nobody is hosting at 127.0.0.1:1.');
	await join.waitForRawMode();
	join.press('F4');
	// The field receives keys once its label is drawn.
	await join.waitFor('Address ›');
	join.type(`127.0.0.1:${port}`);
	await join.waitFor(`127.0.0.1:${port}`);
	join.press('Enter');
	await join.waitFor('● connected');
});

test('a silent connection is shown as such, and typed text stays on the screen', {timeout: 60_000}, async t => {
	const {host, port} = await startHost(t);
	const join = await openJoin(t, port);
	host.kill('SIGSTOP');
	await say(join, 'is anybody there?');
	await join.waitFor(/there\? …/);
	await join.waitFor(/no answer for [67] s/);
	await join.waitFor(/trying again in|connecting/);
	assert.match(join.text(), /there\? …/);
	host.kill('SIGCONT');
	await join.waitFor('● connected', {timeout: 15_000});
	await join.waitFor(/there\? ✓/);
});
